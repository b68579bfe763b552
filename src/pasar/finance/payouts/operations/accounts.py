"""Where a seller wants their money."""

from django.db import transaction

from pasar import countries
from pasar.finance.payouts import rules
from pasar.finance.payouts.errors import BadAccount
from pasar.finance.payouts.models import Account
from pasar.kernel import clock

HOLDER_LENGTH = 140


@transaction.atomic
def set_account(*, seller_id: int, country: str, bank_code: str, number: str, holder: str) -> str:
    """Make this the seller's account for payouts from the next batch on; return its number masked.

    The same account again changes nothing.  Raises BadAccount (data: field).
    """
    if bank_code not in {bank.code for bank in countries.get(country).banks}:
        raise BadAccount(field="bank_code")
    number, holder = rules.account_number(number), " ".join(holder.split())
    if not number:
        raise BadAccount(field="number")
    if not 2 <= len(holder) <= HOLDER_LENGTH or not holder.isprintable():
        raise BadAccount(field="holder")
    now = clock.now()
    current = (
        Account.objects.select_for_update(no_key=True).filter(seller_id=seller_id, ended_at=None).first()
    )
    if current and (current.bank_code, current.number, current.holder) == (bank_code, number, holder):
        return rules.masked(number)
    if current:
        current.ended_at = now
        current.save(update_fields=["ended_at"])
    Account.objects.create(
        country=country, seller_id=seller_id, bank_code=bank_code, number=number, holder=holder, since=now
    )
    return rules.masked(number)
