"""Whether a promotion may be used at all, on which lines, and if not, why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pasar.market.promotions.kinds import PromotionKind
from pasar.market.promotions.shapes import Asked, Item, Promotion, Terms, Unused


@dataclass(frozen=True, slots=True)
class Open:
    """A promotion that may be used, and the lines that its conditions name (by position)."""

    promotion: Promotion
    kind: PromotionKind
    matching: tuple[int, ...]


def matches(promotion: Promotion, item: Item) -> bool:
    """Whether the promotion's scope and conditions name this line."""
    terms = promotion.terms
    if promotion.scope == "shop" and item.shop_id != promotion.shop_id:
        return False
    if (shops := terms.get("shops")) and item.shop_id not in shops:
        return False
    if (listings := terms.get("listings")) and item.listing_id not in listings:
        return False
    categories = terms.get("categories")
    return not categories or any(_within(item.category_path, each) for each in categories)


def _within(path: str, category: str) -> bool:
    return path == category or path.startswith(f"{category}/")


def opened(
    promotion: Promotion, kind: PromotionKind, asked: Asked, lefts: Sequence[int], codes: frozenset[str]
) -> Open | Unused:
    """The promotion ready for use, or why it cannot be.

    lefts: what each line costs by now. The minimum is asked of what the matching lines cost before any voucher, so
    that no voucher makes another one useless.
    """
    if (refused := _refused(promotion, kind, asked, codes)) is not None:
        return refused
    matching = tuple(at for at, item in enumerate(asked.items) if matches(promotion, item))
    if not matching:
        return Unused(promotion.id, "nothing_fits")
    minimum, spent = promotion.terms.get("minimum_minor", 0), sum(lefts[at] for at in matching)
    if spent < minimum:
        return Unused(promotion.id, "minimum", {"minimum_minor": minimum, "missing_minor": minimum - spent})
    return Open(promotion, kind, matching)


def _refused(promotion: Promotion, kind: PromotionKind, asked: Asked, codes: frozenset[str]) -> Unused | None:
    terms: Terms = promotion.terms
    buyer = asked.buyer
    if kind.deals is None:
        if promotion.id not in buyer.collected and (not promotion.code or promotion.code not in codes):
            return Unused(promotion.id, "not_collected")
        if asked.chosen is not None and promotion.id not in asked.chosen:
            return Unused(promotion.id, "not_chosen")
    if asked.at < promotion.starts_at:
        return Unused(promotion.id, "not_yet", {"at": promotion.starts_at})
    if asked.at >= promotion.ends_at:
        return Unused(promotion.id, "over", {"at": promotion.ends_at})
    if promotion.quota_left is not None and promotion.quota_left <= 0:
        return Unused(promotion.id, "quota_gone")
    if promotion.budget_left_minor is not None and promotion.budget_left_minor <= 0:
        return Unused(promotion.id, "budget_gone")
    limit = promotion.per_customer
    if not buyer.known and (limit is not None or terms.get("new_customers")):
        return Unused(promotion.id, "person_unknown")
    if limit is not None and buyer.uses.get(promotion.id, 0) >= limit:
        return Unused(promotion.id, "used_up", {"most": limit})
    if terms.get("new_customers") and not buyer.is_new:
        return Unused(promotion.id, "new_customers_only")
    if (methods := terms.get("methods")) and asked.method not in methods:
        return Unused(promotion.id, "method", {"methods": tuple(methods)})
    return None


def normal_code(code: str) -> str:
    """A typed code as it is kept: without case and outer spaces."""
    return code.strip().upper()


def typed(
    codes: Sequence[str], promotions: Mapping[int, Promotion]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The codes in their kept form, and those of them, as typed, that no promotion has."""
    known = {promotion.code for promotion in promotions.values() if promotion.code}
    wanted = {normal_code(code): code for code in codes if code.strip()}
    return frozenset(wanted), tuple(code for normal, code in wanted.items() if normal not in known)
