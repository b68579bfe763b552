"""The demo bank, spoken to over HTTP at `settings.BANK_URL`.

    POST /charges        {reference, country, amount, currency, expires_at, callback, merchant, city}
                         → {id, reference, amount, currency, state, paid, qr, pay_url, expires_at, mode}
    GET  /charges/<ref>  → the same
    POST /refunds        {id, charge, amount} → {id, state}
    POST /payouts        {batch, callback, items: [{id, amount, currency, bank, account, name}]} → {items}
    GET  /payouts/<id>   → {id, state}
    GET  /statement?since=N → {entries: [{number, at, direction, amount, currency, kind, reference}], last}
    notices to us        {event_id, kind, reference, id, amount, currency, at, mode}

Amounts are decimal strings in major units, instants ISO 8601. Both sides sign: `Bank-Timestamp` (seconds since 1970)
and `Bank-Signature: v1=<hex HMAC-SHA256 of "timestamp.body">`.
"""

from pasar.finance.payments.providers import Provider
from pasar.finance.payments.providers.demo_bank import calls, notices

adapter = Provider(
    key="demo_bank",
    name="Demo bank",
    begin=calls.begin,
    find=calls.find,
    refund=calls.refund,
    pay_out=calls.pay_out,
    payout_state=calls.payout_state,
    statement=calls.statement,
    read_notice=notices.read,
)
