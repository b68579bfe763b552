"""Automatic promotions: of all their deals on a basket, those that save most, each line in one deal at most.

They are prices, so they come before vouchers and are not given up for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pasar.market.promotions.kinds import Deal, Ground
from pasar.market.promotions.rules.conditions import Open
from pasar.market.promotions.shapes import Asked

MOST_STEPS = 20_000
"""Sets of deals looked at; past them the best so far is taken."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A deal and the promotion that makes it."""

    opened: Open
    deal: Deal


def offers(open_promotions: Sequence[Open], asked: Asked, step: int) -> list[Offer]:
    """Every deal there is on these goods, the best first."""
    found = []
    for each in open_promotions:
        promotion = each.promotion
        around = [
            item for item in asked.items if promotion.scope == "platform" or item.shop_id == promotion.shop_id
        ]
        ground = Ground([asked.items[at] for at in each.matching], around, step)
        assert each.kind.deals is not None
        found += [Offer(each, deal) for deal in each.kind.deals(promotion.terms, ground) if deal.cuts]
    found = [offer for offer in found if _affordable(offer)]
    return sorted(
        found, key=lambda offer: (-offer.deal.minor, offer.opened.promotion.id, min(offer.deal.claims))
    )


def _affordable(offer: Offer) -> bool:
    """A price is given whole or not at all, so the last bit of a budget buys none."""
    left = offer.opened.promotion.budget_left_minor
    return left is None or offer.deal.minor <= left


def choose(found: Sequence[Offer]) -> tuple[list[Offer], bool]:
    """The deals that save most together, and whether that is certain.

    Deals on one line are settled by comparing: of those still possible on a line the best is taken. Among the others,
    which bind several lines, every set is looked at that could still be better than the best so far.
    """
    wide = [offer for offer in found if len(offer.deal.claims) > 1]
    single: dict[int, list[Offer]] = {}
    for offer in found:
        if len(offer.deal.claims) == 1:
            single.setdefault(next(iter(offer.deal.claims)), []).append(offer)
    alone = {sku: offers[0].deal.minor for sku, offers in single.items()}
    search = _Search(wide, alone)
    search.look(0, frozenset(), sum(alone.values()), ())
    taken = [wide[at] for at in search.chosen]
    claimed = frozenset().union(*(offer.deal.claims for offer in taken))
    taken += [offers[0] for sku, offers in single.items() if sku not in claimed]
    return _within_budgets(taken), search.steps <= MOST_STEPS


class _Search:
    """Depth first over the deals that bind several lines, the best first; what they save beyond single deals counts."""

    def __init__(self, wide: Sequence[Offer], alone: dict[int, int]) -> None:
        self.wide = wide
        self.gains = [
            offer.deal.minor - sum(alone.get(sku, 0) for sku in offer.deal.claims) for offer in wide
        ]
        self.rest = [0] * (len(wide) + 1)
        for at in range(len(wide) - 1, -1, -1):
            self.rest[at] = self.rest[at + 1] + max(self.gains[at], 0)
        self.best = -1
        self.chosen: tuple[int, ...] = ()
        self.steps = 0

    def look(self, at: int, claimed: frozenset[int], saved: int, taken: tuple[int, ...]) -> None:
        self.steps += 1
        if saved > self.best:
            self.best, self.chosen = saved, taken
        if self.steps > MOST_STEPS:
            return
        for then in range(at, len(self.wide)):
            if saved + self.rest[then] <= self.best:
                return
            claims = self.wide[then].deal.claims
            if self.gains[then] > 0 and claimed.isdisjoint(claims):
                self.look(then + 1, claimed | claims, saved + self.gains[then], (*taken, then))


def _within_budgets(taken: Sequence[Offer]) -> list[Offer]:
    """The deals that their promotions' budgets pay for, the larger first."""
    kept, spent = [], dict[int, int]()
    for offer in sorted(taken, key=lambda offer: (-offer.deal.minor, min(offer.deal.claims))):
        promotion = offer.opened.promotion
        total = spent.get(promotion.id, 0) + offer.deal.minor
        if promotion.budget_left_minor is None or total <= promotion.budget_left_minor:
            spent[promotion.id] = total
            kept.append(offer)
    return sorted(kept, key=lambda offer: (offer.opened.promotion.id, min(offer.deal.claims)))
