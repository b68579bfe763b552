"""Vouchers as tickets: what each is worth, on which conditions, whether one has it, how many are left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.urls import reverse

from pasar.countries import Country
from pasar.kernel import clock
from pasar.kernel.ids import ShopId
from pasar.market.promotions import words
from pasar.market.promotions.kinds import kinds
from pasar.market.promotions.queries import PromotionView
from pasar.market.promotions.shapes import AUTOMATIC
from pasar.market.sellers import queries as sellers
from pasar.market.sellers.queries import ShopView
from pasar.ui.requests import VentureRequest

ENDS_SOON = timedelta(hours=48)
FEW_PERCENT = 25
"""From this part of all on, how many are left is said in figures."""

State = Literal["open", "have", "used", "gone", "soon", "itself"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """state: to collect, collected, used as often as one may, all gone, not begun, or nothing to collect at all."""

    id: int
    name: str
    worth: str
    reward: str
    """goods, delivery or coins: how the ticket looks."""
    conditions: list[str]
    code: str | None
    shop: ShopView | None
    starts_at: datetime
    ends_at: datetime
    state: State
    ends_soon: bool
    left: int | None
    left_pct: int | None
    """Of its quota or its budget, whichever is nearer to its end."""
    few: bool
    use_url: str

    @property
    def faded(self) -> bool:
        return self.state in ("used", "gone")


def tickets(
    request: VentureRequest, views: Iterable[PromotionView], shops: Mapping[int, ShopView] | None = None
) -> list[Ticket]:
    """The tickets of promotions. shops: those known already; the others are read at once."""
    found = list(views)
    known = dict(shops or {})
    wanted = {each.promotion.shop_id for each in found if each.promotion.shop_id} - set(known)
    if wanted:
        known |= sellers.shops([ShopId(shop_id) for shop_id in sorted(wanted)])
    return [
        _ticket(each, request.country, request.language, known.get(each.promotion.shop_id or 0))
        for each in found
    ]


def _ticket(view: PromotionView, country: Country, language: str, shop: ShopView | None) -> Ticket:
    told, at = view.promotion, clock.now()
    kind = kinds().get(told.kind)
    left_pct = _left_pct(view)
    state = _state(view, at)
    return Ticket(
        id=told.id,
        name=told.name,
        worth=words.worth(told, country, language),
        reward=kind.reward if kind else "goods",
        conditions=words.conditions(told, country, language),
        code=told.code if view.listed else None,
        shop=shop,
        starts_at=told.starts_at,
        ends_at=told.ends_at,
        state=state,
        ends_soon=state != "soon" and told.ends_at - at < ENDS_SOON,
        left=max(told.quota_left, 0) if told.quota_left is not None else None,
        left_pct=left_pct,
        few=left_pct is not None and left_pct <= FEW_PERCENT,
        use_url=_use_url(view, shop),
    )


def _state(view: PromotionView, at: datetime) -> State:
    told = view.promotion
    if told.per_customer is not None and view.my_uses >= told.per_customer:
        return "used"
    if view.used_up:
        return "gone"
    if told.class_key == AUTOMATIC:
        return "itself"
    if view.collected:
        return "have"
    return "soon" if told.starts_at > at else "open"


def _left_pct(view: PromotionView) -> int | None:
    parts = []
    if view.quota:
        parts.append((view.quota - view.used) * 100 // view.quota)
    if view.budget_minor:
        parts.append((view.budget_minor - view.spent_minor) * 100 // view.budget_minor)
    return max(min(parts), 0) if parts else None


def _use_url(view: PromotionView, shop: ShopView | None) -> str:
    """Where one finds what it counts for."""
    if shop is not None:
        return reverse("shop", kwargs={"slug": shop.slug})
    paths = view.promotion.terms.get("categories", ())
    return reverse("category", kwargs={"path": paths[0]}) if len(paths) == 1 else reverse("search")
