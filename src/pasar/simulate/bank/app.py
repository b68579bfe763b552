"""The demo bank's process: `granian --interface wsgi pasar.simulate.bank.app:application`.

PASAR_BANK_DATABASE  URL of its own database        PASAR_BANK_SECRET  signs its notices
PASAR_BANK_URL       how people reach its pages     PASAR_STORM        calm (default) or stormy
"""

import os

from pasar.simulate.bank.core import TABLES, Bank
from pasar.simulate.bank.web import application as over
from pasar.simulate.outside.start import http_post, keep_going, storm_from_environment
from pasar.simulate.outside.store import Store

store = Store(
    os.environ["PASAR_BANK_DATABASE"], TABLES, name="Bank",
    secret=os.environ.get("PASAR_BANK_SECRET", "sandbox-bank-secret"),
    storm=storm_from_environment(), seed=int(os.environ.get("PASAR_SEED", "7")), post=http_post(),
)  # fmt: skip
bank = Bank(store, public_url=os.environ.get("PASAR_BANK_URL", ""))
application = over(bank)
keep_going(bank.work)
