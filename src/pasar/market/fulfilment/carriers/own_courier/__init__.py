"""The seller brings it: no booking, no scans, no cash. The seller says when it left and when it arrived."""

from pasar.market.fulfilment.carriers import Carrier

adapter = Carrier(
    key="own_courier",
    name="Seller's own delivery",
    services={"standard": "Standard"},
    tracked=False,
)
