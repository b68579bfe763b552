"""The demo carrier's process: `granian --interface wsgi pasar.simulate.carrier.app:application`.

PASAR_CARRIER_DATABASE  URL of its own database       PASAR_CARRIER_SECRET  signs its notices
PASAR_CARRIER_URL       how people reach its pages    PASAR_STORM           calm (default) or stormy
"""

import os

from pasar.simulate.carrier.core import TABLES, Carrier
from pasar.simulate.carrier.web import application as over
from pasar.simulate.outside.start import http_post, keep_going, storm_from_environment
from pasar.simulate.outside.store import Store

store = Store(
    os.environ["PASAR_CARRIER_DATABASE"], TABLES, name="Carrier",
    secret=os.environ.get("PASAR_CARRIER_SECRET", "sandbox-carrier-secret"),
    storm=storm_from_environment(), seed=int(os.environ.get("PASAR_SEED", "7")), post=http_post(),
)  # fmt: skip
carrier = Carrier(store, public_url=os.environ.get("PASAR_CARRIER_URL", ""))
application = over(carrier)
keep_going(carrier.work)
