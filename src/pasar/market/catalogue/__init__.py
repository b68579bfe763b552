"""What is for sale: the tree of categories, products and their variants, shops' listings, SKUs and prices.

Words: a *product* is what is sold and a *variant* one buyable form of it; a *listing* is a shop's public page of a
product, a *SKU* the seller's own unit of a variant, an *offer* a price with a beginning and perhaps an end.
Promises: a price is a whole number of the country's price steps, tax included; at any moment at most one offer of a SKU
is in force, the one that began last; texts that may hold HTML are cleaned when written and again when shown; every
change that a visitor could see is announced as `listing.changed`.
"""
