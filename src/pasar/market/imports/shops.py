"""The shops that take a file's listings: found by their address, opened where there are none."""

from collections.abc import Mapping as Table

from pasar import countries
from pasar.countries import queries as places
from pasar.kernel.errors import NotFound
from pasar.market.identity import queries as identity
from pasar.market.identity.operations import NewAddress, sign_up
from pasar.market.imports.errors import MappingBroken
from pasar.market.imports.mappings import Mapping, ShopRule
from pasar.market.imports.turning import Shop
from pasar.market.sellers import operations as sellers
from pasar.market.sellers import queries as sellers_queries
from pasar.market.sellers.operations import NewSeller


def find(mapping: Mapping, country: str) -> dict[str, Shop]:
    """The shops that there are, by the value that picks them."""
    found = {}
    for rule in mapping.shops:
        try:
            shop = sellers_queries.shop(country, rule.slug)
        except NotFound:
            continue
        found[rule.value] = Shop(shop.id, shop.seller_id, shop.warehouse_id)
    return found


def open_missing(mapping: Mapping, country: str, there: dict[str, Shop]) -> dict[str, Shop]:
    """All shops of the mapping, those that were missing opened as approved sellers.

    Whoever the mapping names as a shop's keeper joins as a person without a password: they sign in with a code.
    """
    lacking = [rule for rule in mapping.shops if rule.value not in there]
    made = sellers.bulk_sellers(country=country, rows=[_seller(mapping, country, rule) for rule in lacking])
    return there | {
        rule.value: Shop(each.shop_id, each.seller_id, each.warehouse_id)
        for rule, each in zip(lacking, made, strict=True)
    }


def _seller(mapping: Mapping, country: str, rule: ShopRule) -> NewSeller:
    venture = countries.get(country)
    where = mapping.warehouses.get(country)
    if where is None:
        raise MappingBroken(name=mapping.key, why=f"[warehouses.{country}] is missing")
    address = _address(country, rule.name, where)
    return NewSeller(
        class_key=rule.class_key,
        kind="company",
        legal_name=rule.name,
        identity_number=f"IMPORT-{country.upper()}-{rule.slug}"[:40],
        phone=where["phone"],
        shop_name=rule.name,
        slug=rule.slug,
        place=where["place"],
        dispatch_days=3 if rule.class_key == "cross_border" else 1,
        warehouse=address,
        bank_code=venture.banks[0].code,
        account_number=where.get("account", "0000000000"),
        email=(email := keeper(rule, country)),
        owner_person_id=_person(country, mapping.language, rule.name, email) if email else None,
    )


def keeper(rule: ShopRule, country: str) -> str:
    """The e-mail address of whoever looks after the shop; "" when the mapping names nobody."""
    return rule.email.replace("{country}", country)


def _person(country: str, language: str, name: str, email: str) -> int:
    there = identity.person_at(identity.canonical_target(country, email))
    if there is not None:
        return there.pk
    spoken = language if language in countries.get(country).languages else countries.get(country).languages[0]
    return sign_up(country=country, language=spoken, name=name, email=email)


def _address(country: str, recipient: str, where: Table[str, str]) -> NewAddress:
    """The warehouse at its postcode; without the country's places loaded, at its name."""
    venture = countries.get(country)
    language = venture.languages[0]
    if venture.address.levels:
        named = places.find(country, where["postcode"], language, 1) or places.find(
            country, where["place"], language, 1
        )
        code = named[0].code if named else ""
    else:
        code = where["postcode"][:2]
    steps = places.path(country, code, language) if code else []
    parent = steps[-2].code if len(steps) > 1 else ""
    return NewAddress(
        recipient=recipient,
        phone=where["phone"],
        area_code=code or where["place"],
        area_text=", ".join(step.name for step in reversed(steps)) or where["place"],
        postcode=where["postcode"],
        line1=where["line1"],
        zone=venture.zone_of(code, parent),
    )
