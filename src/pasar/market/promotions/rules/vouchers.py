"""Vouchers ready for use, what they do to a basket, and which go together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pasar.market.promotions.rules.allocation import allocate
from pasar.market.promotions.rules.conditions import Open
from pasar.market.promotions.shapes import CLASSES, Asked, Promotion, Stacking

_RANK = {key: rank for rank, key in enumerate(CLASSES)}


@dataclass(frozen=True, slots=True, eq=False)
class Voucher:
    """A voucher that may be used: where it counts, and what it would take off at most."""

    opened: Open
    places: tuple[int, ...]
    """Positions of the lines, or of the deliveries, that it counts on."""
    shops: frozenset[int]
    potential: int
    """Its discount if it were the only voucher."""

    @property
    def promotion(self) -> Promotion:
        return self.opened.promotion

    @property
    def id(self) -> int:
        return self.opened.promotion.id

    @property
    def class_key(self) -> str:
        return self.opened.promotion.class_key

    @property
    def reward(self) -> str:
        return self.opened.kind.reward

    @property
    def shop_id(self) -> int | None:
        """The shop whose voucher it is; None: the platform's."""
        return self.opened.promotion.shop_id if self.opened.promotion.scope == "shop" else None

    def discount(self, base_minor: int, step: int) -> int:
        """Of a sum that is a multiple of the step; so is the discount. Never more than what the budget still has."""
        assert self.opened.kind.discount is not None
        off = min(self.opened.kind.discount(self.opened.promotion.terms, base_minor), base_minor)
        if (left := self.opened.promotion.budget_left_minor) is not None:
            off = min(off, left)
        return off // step * step


def order(voucher: Voucher) -> tuple[bool, int, int]:
    """Vouchers are worked out in this order: by class, then the older first. Coins are reckoned last."""
    return (voucher.reward == "coins", _RANK[voucher.class_key], voucher.id)


@dataclass(slots=True)
class Basket:
    """What lines and deliveries cost by now, before any voucher."""

    asked: Asked
    lefts: list[int]
    ships: list[int]
    step: int

    def ready(self, opened: Open) -> Voucher:
        """The voucher on this basket."""
        shop_ids = frozenset(self.asked.items[at].shop_id for at in opened.matching)
        places, amounts = opened.matching, self.lefts
        if opened.kind.reward == "delivery":
            places = tuple(at for at, each in enumerate(self.asked.deliveries) if each.shop_id in shop_ids)
            amounts = self.ships
        bare = Voucher(opened, places, shop_ids, 0)
        base = sum(amounts[at] // self.step * self.step for at in places)
        return Voucher(opened, places, shop_ids, bare.discount(base, self.step))


@dataclass(slots=True)
class Outcome:
    """What a set of vouchers does: what is left, and each one's cuts by position."""

    lefts: list[int]
    ships: list[int]
    coins_minor: int = 0
    cuts: dict[int, dict[int, int]] = field(default_factory=dict)
    """By promotion: by line or delivery. A cashback's are the coins."""


def work_out(
    vouchers: Iterable[Voucher], lefts: Sequence[int], ships: Sequence[int], step: int, *, keep: bool = False
) -> Outcome:
    """Apply vouchers one after the other, in the order given, each to what is left. keep: with the cuts of each."""
    outcome = Outcome(list(lefts), list(ships))
    for voucher in vouchers:
        amounts = outcome.ships if voucher.reward == "delivery" else outcome.lefts
        weights = [amounts[at] for at in voucher.places]
        off = voucher.discount(sum(weight // step * step for weight in weights), step)
        if off == 0:
            continue
        parts = allocate(off, weights, step)
        if voucher.reward == "coins":
            outcome.coins_minor += off
        else:
            for at, part in zip(voucher.places, parts, strict=True):
                amounts[at] -= part
        if keep:
            outcome.cuts[voucher.id] = {
                at: part for at, part in zip(voucher.places, parts, strict=True) if part
            }
    return outcome


def legal(vouchers: Sequence[Voucher], stacking: Stacking) -> bool:
    """Whether these go together. Fewer of them then do, too."""
    return not clashes(vouchers, stacking)


def clashes(vouchers: Sequence[Voucher], stacking: Stacking) -> bool:
    """Whether a maximum is passed, or two of them exclude each other."""
    if len(vouchers) < 2:
        # One alone can only be forbidden by a maximum of none.
        return any(
            most.most < 1 and v.class_key in most.classes for most in stacking.maxima for v in vouchers
        )
    classes = {voucher.class_key for voucher in vouchers}
    if any(pair <= classes for pair in stacking.excludes):
        return True
    for most in stacking.maxima:
        counted = [voucher for voucher in vouchers if voucher.class_key in most.classes]
        if len(counted) <= most.most:
            continue
        if most.scope == "purchase":
            return True
        by_shop = Counter(shop for voucher in counted for shop in voucher.shops)
        if any(count > most.most for count in by_shop.values()):
            return True
    return False
