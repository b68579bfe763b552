"""From a selection to a purchase: the quote, and the placing of many purchases in one transaction.

`rules.quote` says what it costs and why; `operations.place` re-quotes from the database's own state, reserves, pays
and writes. A request brings a key of its own: the same key with the same request has one effect and one answer.
"""
