"""Contracts between customers and sellers: purchases, their orders (one a shop), the lines and all that befalls them.

Words: a *purchase* is what is paid at once; an *order* is one shop's part of it; a *line* is one SKU of an order. The
state machine runs per line (`rules.TRANSITIONS`); an order's status is derived, the least advanced line first, and
stored beside its lines in the same transaction.
Promises: every change is an append-only event with actor and reason; every order stores its next deadline and what
happens then; money and stock follow in the transaction of the change.
"""
