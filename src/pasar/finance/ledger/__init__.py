"""Double entry: accounts, and transfers of one debit, one credit, one currency. The only place where money moves.

Words: an *account* is a kind of the chart and whose it is; a *transfer* is posted at once, or pending and then posted
or voided; a *kept* balance is a row moved with each transfer, every other one is *rolled up* in the background.
Promises: a transfer's id is its idempotency key; nothing is changed or deleted, corrections are new transfers; what
pending transfers hold cannot be spent twice; guarded balances never go below zero.
"""
