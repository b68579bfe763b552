"""Money held between payment and completion, order by order, and how it is shared out or goes back.

Words: a *hold* is the money of one order, in up to three *layers*: the customer's money, the venture's *subsidy* (what
it bears of discounts) and the customer's coins. A *share* is one line's part of it (or delivery's), with what was kept
of it when it was released. *Given back* is before the release, *taken back* after it.
Promises: escrow leaves once: given back and released never exceed what was held, and equal it at the end; the sum of
open holds is the balance of the ledger's escrow account; any sequence of refunds to the full ends exactly at what the
customer paid, each layer where it came from, and at nothing kept of commission, fee and withheld tax.
"""
