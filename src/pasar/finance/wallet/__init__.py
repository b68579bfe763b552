"""A customer's money with the venture: spent at once, filled by top-ups and refunds.

It has no table of its own: a wallet is an account of the ledger whose balance is kept in a row and guarded, so that no
two purchases spend the same money.
"""
