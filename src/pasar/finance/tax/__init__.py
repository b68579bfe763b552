"""Tax where the platform must know it: consumption tax contained in prices and fees, tax withheld from sellers.

Rates are dated rows of the country (`pasar.countries`); here is what they mean for an amount, and each seller's
turnover of the year, which some of them ask about.
"""
