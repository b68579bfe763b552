"""Asking to sell."""

import re
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from pasar import countries
from pasar.countries import Country, formats
from pasar.finance.payouts import operations as payouts
from pasar.kernel import clock, events
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import SellerId
from pasar.kernel.texts import one_line
from pasar.market.identity import queries as identity
from pasar.market.messages import operations as messages
from pasar.market.sellers import queries, rules
from pasar.market.sellers.errors import AlreadySells, ApplicationInvalid
from pasar.market.sellers.events import SellerApplied
from pasar.market.sellers.models import Member, Seller, Shop
from pasar.market.sellers.operations.keeping import save_warehouse

_OPEN_TO_ALL = ("home", "brand", "cross_border")
"""The venture's own shelf is set up by operators, not applied for."""


def apply(
    *,
    country: str,
    person_id: int,
    kind: str,
    class_key: str = "home",
    legal_name: str,
    identity_number: str,
    phone: str,
    email: str = "",
    shop_name: str,
    address: Mapping[str, str],
    bank_code: str,
    account_number: str,
    account_holder: str,
    language: str,
) -> SellerId:
    """A person's application to sell in a venture; a refused one may be sent again, changed.

    address: where parcels leave: area_code postcode line1 line2 landmark.
    Raises ApplicationInvalid or Invalid (data: field), AlreadySells, NotFound.
    """
    venture = countries.get(country)
    values = _checked(venture, kind, class_key, legal_name, identity_number, phone, email)
    name = one_line(shop_name, 80)
    if len(name) < 3:
        raise ApplicationInvalid(_("Please give your shop a name of at least 3 letters."), field="shop_name")
    identity.person(person_id)
    try:
        with transaction.atomic():
            row = _row(country, person_id, values)
            _shop(row, name)
            save_warehouse(
                seller_id=SellerId(row.pk),
                name=name,
                phone=values["phone"],
                language=language,
                address=address,
            )
            payouts.set_account(
                seller_id=SellerId(row.pk), country=country, bank_code=bank_code, number=account_number,
                holder=account_holder,
            )  # fmt: skip
            events.append([SellerApplied(country=country, seller_id=row.pk)])
    except IntegrityError as error:
        # Two applications of one person at once: the key of members let one through.
        raise AlreadySells from error
    return SellerId(row.pk)


def _checked(
    country: Country, kind: str, class_key: str, legal_name: str, number: str, phone: str, email: str
) -> dict[str, str]:
    if kind not in Seller.Kind.values:
        raise ApplicationInvalid(_("Please say whether you sell as a person or as a company."), field="kind")
    if class_key not in _OPEN_TO_ALL:
        raise ApplicationInvalid(_("Please choose what kind of seller you are."), field="class_key")
    name = one_line(legal_name, 200)
    if not name:
        raise ApplicationInvalid(_("Please give the name as it stands in your papers."), field="legal_name")
    number = rules.identity_number(number)
    form = country.identity_numbers.get(kind)
    if not number or (form is not None and not re.fullmatch(form.pattern, number)):
        raise ApplicationInvalid(_("This number does not look right."), field="identity_number")
    return {
        "kind": kind,
        "class_key": class_key,
        "legal_name": name,
        "identity_number": number,
        "phone": formats.parse_phone(phone, country),
        "email": identity.canonical_target(country.key, email) if email.strip() else "",
    }


def _row(country: str, person_id: int, values: Mapping[str, str]) -> Seller:
    """The seller's row, new or of the refused application before."""
    member = Member.objects.filter(country=country, person_id=person_id).first()
    if member is None:
        row = Seller(country=country, state=Seller.State.APPLIED, applied_at=clock.now(), **values)
        row.save(force_insert=True)
        Member.objects.create(country=country, seller=row, person_id=person_id, role=Member.Role.OWNER)
        return row
    row = Seller.objects.select_for_update(no_key=True).get(pk=member.seller_id)
    if row.state != Seller.State.REFUSED or member.role != Member.Role.OWNER:
        raise AlreadySells
    for field, value in values.items():
        setattr(row, field, value)
    row.state, row.applied_at, row.reason = Seller.State.APPLIED, clock.now(), ""
    row.decided_at, row.decided_by = None, ""
    row.save()
    return row


def _shop(seller: Seller, name: str) -> None:
    shop = Shop.objects.filter(seller=seller).first() or Shop(country=seller.country, seller=seller)
    if shop.name != name:
        wanted = rules.slug(name) or f"shop-{seller.pk}"
        taken = Shop.objects.filter(country=seller.country, slug__startswith=wanted).exclude(pk=shop.pk)
        shop.name, shop.slug = name, rules.free_slug(wanted, taken.values_list("slug", flat=True))
        shop.save()


@transaction.atomic
def set_payout_account(*, seller_id: SellerId, bank_code: str, number: str, holder: str, actor: str) -> None:
    """Where a seller's money goes from now on; everybody who acts for it is told.

    Raises Invalid (data: field), NotFound.
    """
    row = Seller.objects.filter(pk=seller_id).first()
    if row is None:
        raise NotFound
    masked = payouts.set_account(
        seller_id=seller_id, country=row.country, bank_code=bank_code, number=number, holder=holder
    )
    messages.send(
        country=row.country, person_ids=queries.member_ids(seller_id), template="seller_account_changed",
        context={"account": masked}, ref=f"account:{seller_id}:{clock.now().isoformat()}", path="seller/shop/",
    )  # fmt: skip
