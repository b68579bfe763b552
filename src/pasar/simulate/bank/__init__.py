"""The demo bank: takes QR transfers, pays refunds and payouts, keeps a statement. A process and a database of its own.

It is written from the bank's side: amounts are decimal strings of major units, ids are its own, and it tells the
market nothing but by signed notices and answers. `core` is the bank, `web` its HTTP face, `app` its process.
"""
