"""What must not be sold or said: words that a country forbids, reports by visitors, and what was decided on them.

Promises: a report is answered by a decision with a person and a reason; the same visitor's repeated report of a listing
is one report; words are data per country, found as whole words in any of the texts of a listing.
"""
