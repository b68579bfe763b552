"""Putting money into one's wallet."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from pasar import countries
from pasar.countries.formats import money_text
from pasar.finance.payments import rules
from pasar.finance.payments.errors import TopUpAmount
from pasar.finance.payments.methods import PaymentMethod, methods
from pasar.finance.payments.models import Payment
from pasar.kernel import clock
from pasar.kernel.ids import uuid7


@transaction.atomic
def begin_top_up(*, country: str, customer_id: int, amount_minor: int, language: str = "en") -> UUID:
    """Ask the customer for money for their wallet; a task gets the code to scan.

    Raises TopUpAmount (data: least, most).
    """
    venture = countries.get(country)
    method = top_up_method(country)
    least, most = method.limits[venture.currency]
    if type(amount_minor) is not int or not least <= amount_minor <= most:
        texts = [str(money_text(limit, venture, language)) for limit in (least, most)]
        raise TopUpAmount(least=texts[0], most=texts[1])
    now, payment_id = clock.now(), uuid7()
    minutes = venture.clocks.pay_by_minutes.get(method.key, 30)
    Payment.objects.create(
        id=payment_id, country=country, customer_id=customer_id, purpose=Payment.Purpose.TOP_UP, method=method.key,
        provider=method.provider, reference=rules.reference_of(country, payment_id), currency=venture.currency,
        amount_minor=amount_minor, state="to_begin", created_at=now, expires_at=now + timedelta(minutes=minutes),
        next_try_at=now,
    )  # fmt: skip
    return payment_id


def top_up_method(country: str) -> PaymentMethod:
    """The first of the country's methods by which wallets are topped up."""
    known = methods()
    return next(known[key] for key in countries.get(country).payment_methods if known[key].tops_up)
