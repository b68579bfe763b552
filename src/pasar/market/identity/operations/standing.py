"""What customers and staff may do."""

from django.db import transaction

from pasar import countries
from pasar.kernel import audit, clock
from pasar.kernel.errors import NotFound
from pasar.market.identity import rules
from pasar.market.identity.models import Customer, Person, StaffRole


@transaction.atomic
def make_staff(*, person_id: int, country: str, role: str, actor: str) -> None:
    """Give a person a role in a venture, with a trace. Repeating it changes nothing.  Raises NotFound."""
    row = Person.objects.select_for_update(no_key=True).filter(pk=person_id, is_active=True).first()
    if row is None:
        raise NotFound
    _role, made = StaffRole.objects.get_or_create(person=row, country=country, role=StaffRole.Role(role))
    if not row.is_staff:
        row.is_staff = True
        row.save(update_fields=["is_staff"])
    if made:
        audit.record(country=country, actor=actor, action=f"make_staff:{role}", target=f"person:{person_id}")


@transaction.atomic
def unmake_staff(*, person_id: int, country: str, role: str, actor: str) -> None:
    """Take a role from a person, with a trace; without any role they are no staff any more."""
    Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if StaffRole.objects.filter(person_id=person_id, country=country, role=role).delete()[0]:
        audit.record(
            country=country, actor=actor, action=f"unmake_staff:{role}", target=f"person:{person_id}"
        )
    if not StaffRole.objects.filter(person_id=person_id).exists():
        Person.objects.filter(pk=person_id).update(is_staff=False)


@transaction.atomic
def block_customer(*, customer_id: int, blocked: bool, actor: str, reason: str) -> None:
    """Stop a customer from buying, or let them again, with a trace.  Raises NotFound."""
    row = Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
    if row is None:
        raise NotFound
    if row.blocked != blocked:
        row.blocked = blocked
        row.save(update_fields=["blocked"])
        action = "block_customer" if blocked else "unblock_customer"
        audit.record(
            country=row.country, actor=actor, action=action, target=f"customer:{customer_id}", reason=reason
        )


@transaction.atomic
def count_refused_parcel(*, customer_id: int) -> None:
    """One more parcel was refused at the door: by the country's rule cash is switched off for a while.

    Every call counts one; the caller calls once a parcel.  Raises NotFound.
    """
    row = Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
    if row is None:
        raise NotFound
    rule = countries.get(row.country).cash
    if rule is None:
        return
    after = rules.refuse_parcel(
        rules.Refusals(row.refused_parcels, row.refused_since, row.cash_off_until),
        clock.now(), most=rule.refusals, days=rule.refusal_days,
    )  # fmt: skip
    row.refused_parcels, row.refused_since, row.cash_off_until = after.count, after.since, after.off_until
    row.save(update_fields=["refused_parcels", "refused_since", "cash_off_until"])
