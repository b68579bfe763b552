"""Pasar Express: a carrier spoken to over HTTP at `settings.CARRIER_URL`.

    POST /bookings              {reference, service, country, from, to, weight_g, callback,
                                cod: {amount, currency} | null}
                                → {tracking_number, sort_code}; 4xx {code}: will not carry it
    POST /bookings/N/hand-over  → the parcel N may be fetched; /bookings/N/cancel: it will not come
    GET  /remittances?since=R   → {remittances: [{reference, country, currency, amount, fee, at, parcels:
                                [{tracking_number, amount}]}]}, the oldest first, those after R
    notices to us               {event_id, tracking_number, code, text, place, at, cod_collected?: {amount, currency}}

Amounts are decimal strings in major units, instants ISO 8601. Both sides sign: `Carrier-Timestamp` (seconds since
1970) and `Carrier-Signature: v1=<hex HMAC-SHA256 of "timestamp.body">`.
"""

from pasar.market.fulfilment.carriers import Carrier
from pasar.market.fulfilment.carriers.pasar_express import calls, notices

adapter = Carrier(
    key="pasar_express",
    name="Pasar Express",
    services={"economy": "Economy", "standard": "Standard", "express": "Express"},
    tracked=True,
    book=calls.book,
    read_notice=notices.read,
    parse=notices.parse,
    collect=calls.collect,
    cancel=calls.cancel,
    remittances=calls.remittances,
)
