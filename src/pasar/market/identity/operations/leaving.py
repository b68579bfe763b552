"""Being forgotten."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from pasar.kernel import clock, events
from pasar.kernel.errors import NotFound
from pasar.market.identity.events import PersonDeleted
from pasar.market.identity.models import Address, Code, Person, StaffRole


@transaction.atomic
def delete_account(*, person_id: int) -> None:
    """Forget a person: name, e-mail, phone, password, addresses and roles are gone, and every session ends.

    Orders and the ledger are kept, as the law asks, with the customer's number and the copy of the address that
    each purchase was sent to. Repeating it changes nothing.  Raises NotFound.
    """
    row = Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if row is None:
        raise NotFound
    if row.deleted_at is not None:
        return
    targets = [target for target in (row.email, row.phone) if target]
    Code.objects.filter(target__in=targets).delete()
    Address.objects.filter(customer__person=row).delete()
    StaffRole.objects.filter(person=row).delete()
    row.name, row.email, row.phone, row.password = "", None, None, make_password(None)
    row.email_confirmed_at = row.phone_confirmed_at = None
    row.is_active = row.is_staff = row.is_superuser = False
    row.deleted_at = clock.now()
    row.save()
    events.append([PersonDeleted(country="", person_id=row.pk)])
