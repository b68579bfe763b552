"""A customer's address book."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pasar import countries
from pasar.countries import formats
from pasar.countries.queries import resolve
from pasar.kernel import clock
from pasar.kernel.errors import Invalid, NotFound
from pasar.kernel.texts import one_line
from pasar.market.identity import rules
from pasar.market.identity.errors import TooManyAddresses
from pasar.market.identity.models import Address, Customer


@transaction.atomic
def save_address(
    *,
    customer_id: int,
    address_id: int | None = None,
    recipient: str,
    phone: str,
    area_code: str,
    postcode: str,
    line1: str,
    line2: str = "",
    landmark: str = "",
    is_default: bool = False,
    language: str,
) -> int:
    """Write a new address, or one of the customer's own anew, and return its id. The first is the default.

    Raises Invalid (data: field), NotFound, TooManyAddresses.
    """
    customer = Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
    if customer is None:
        raise NotFound
    country = countries.get(customer.country)
    place = resolve(country.key, area_code.strip()[:60], postcode[:20], language)
    values = {
        "recipient": one_line(recipient, 120),
        "phone": formats.parse_phone(phone, country),
        "area_code": place.area_code,
        "area_text": ", ".join(reversed(place.names))[:300],
        "postcode": place.postcode,
        "zone": place.zone,
        "line1": one_line(line1, 200),
        "line2": one_line(line2, 200),
        "landmark": one_line(landmark, 200),
    }
    if not values["recipient"]:
        raise Invalid(_("Please say who receives the parcel."), field="recipient")
    for name in ("line1", "line2", "landmark"):
        if name in country.address.required and not values[name]:
            raise Invalid(_("Please fill in this part of the address."), field=name)
    others = Address.objects.filter(customer=customer)
    if address_id is None:
        if others.count() >= rules.MOST_ADDRESSES:
            raise TooManyAddresses
        row = Address(country=country.key, customer=customer, created_at=clock.now())
    else:
        found = Address.objects.filter(customer=customer, pk=address_id).first()
        if found is None:
            raise NotFound
        row, others = found, others.exclude(pk=address_id)
    for name, value in values.items():
        setattr(row, name, value)
    if is_default or not others.filter(is_default=True).exists():
        others.filter(is_default=True).update(is_default=False)
        row.is_default = True
    row.save()
    return int(row.pk)


@transaction.atomic
def remove_address(*, customer_id: int, address_id: int) -> None:
    """Remove an address; purchases keep their copies. The newest of the others becomes the default.

    One that is gone already is no error; another customer's is left alone.
    """
    Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
    Address.objects.filter(customer_id=customer_id, pk=address_id).delete()
    left = Address.objects.filter(customer_id=customer_id)
    if not left.filter(is_default=True).exists() and (newest := left.order_by("-pk").first()):
        newest.is_default = True
        newest.save(update_fields=["is_default"])
