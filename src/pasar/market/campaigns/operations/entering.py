"""What campaigns and slots share: the window, the terms, and the check of a price against what goods cost before."""

from collections.abc import Mapping
from datetime import datetime

from pasar import countries
from pasar.kernel import clock
from pasar.kernel.errors import Invalid, NotFound
from pasar.kernel.ids import SkuId
from pasar.kernel.texts import one_line
from pasar.market.campaigns import queries, rules
from pasar.market.campaigns.errors import PriceNotACut, TermsInvalid, WindowInvalid
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.queries import SkuFacts

PACKAGE = "pasar.market.campaigns"


def check_window(starts_at: datetime, ends_at: datetime, enter_by: datetime) -> None:
    """Raises WindowInvalid."""
    if not (clock.now() < ends_at and starts_at < ends_at and enter_by <= starts_at):
        raise WindowInvalid


def check_terms(terms: rules.Terms) -> None:
    """Raises TermsInvalid."""
    fields = {
        "min_cut_bps": 100 <= terms.min_cut_bps <= 9_000,
        "look_back_days": 1 <= terms.look_back_days <= 90,
        "min_days_priced": 0 <= terms.min_days_priced <= terms.look_back_days,
    }
    if bad := [name for name, fine in fields.items() if not fine]:
        raise TermsInvalid(field=bad[0])


def clean_names(country: str, names: Mapping[str, str]) -> dict[str, str]:
    """Raises Invalid when the venture's main language has none."""
    cleaned = {language: text for language, name in names.items() if (text := one_line(name, 60))}
    if countries.get(country).languages[0] not in cleaned:
        raise Invalid(field="names")
    return cleaned


def own_goods(country: str, seller_id: int, sku_id: int) -> SkuFacts:
    """The seller's SKU, if it is for sale.  Raises NotFound."""
    for facts in catalogue.sku_facts([SkuId(sku_id)]):
        if facts.seller_id == seller_id and facts.country == country and facts.on_sale:
            return facts
    raise NotFound


def check_price(country: str, sku_id: int, price_minor: int, terms: rules.Terms) -> int:
    """The reference price of which this one is a cut.  Raises Invalid, PriceNotACut."""
    step = countries.get(country).price_step_minor
    if price_minor <= 0 or price_minor % step:
        raise Invalid(field="price")
    verdict = queries.verdicts(country, {sku_id: price_minor}, terms)[sku_id]
    if verdict.reason:
        raise PriceNotACut(
            sku_id=sku_id, reason=verdict.reason, reference_minor=verdict.reference_minor,
            most_minor=verdict.most_minor,
        )  # fmt: skip
    assert verdict.reference_minor is not None
    return verdict.reference_minor
