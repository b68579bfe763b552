"""Payouts: what sellers are owed by their statements, sent to their bank accounts.

A batch gathers a venture's due statements; each becomes one payout. A payout is settled when the bank says so, asked
after its notice or seen on its statement; one that comes back is owed to the seller again, and on the next statement.

Promises: a statement is paid out once at most; what is on its way has left `seller_payable` and waits in
`payouts_in_flight`; account numbers are shown masked. The bank is called from tasks only, under the payout's own id.
"""
