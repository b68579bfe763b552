"""Payments: money that providers take for purchases and top-ups, and what is given back of it.

A payment is what we ask a customer to pay through a provider; a capture is the money taken; a refund gives money of a
capture back. Wallet and cash need no payment: their money moves when the purchase is placed or the parcel delivered.

Promises: a provider's notice counts only after its signature held on the raw bytes and the charge itself was asked
for again; it has one effect, however often it comes. What comes too late, or in another amount than asked for, goes
back by itself. No call to a provider happens inside a transaction: the intent is on the row, a task carries it out
under an id that makes it repeatable, and records the outcome.

    to_begin → awaiting → paid            also from expired, failed and unknown: the money is there
                        → expired         nobody paid in time, and the provider says so
                        → failed          refused, or another amount than asked for (it goes back)
                        → unknown         the provider does not say: it is asked until it does

Where the money is: captured `provider_receivable → payments_received`; taken up by orders into escrow, or by a top-up
into the wallet; refunds wait in `refunds_in_flight`; the bank's statement turns `provider_receivable` into `bank`.
"""
