"""The best legal combination of vouchers: exact as long as the work stays within a bound.

The platform's vouchers of a combination are fixed first, those with most to hope for before the others; then each
shop's are chosen, shop by shop. A branch is left as soon as it cannot beat the best combination seen: what it can hope
for is worked out as if each shop not yet decided had, on every line, the lowest price that any choice of its
vouchers makes. That is never too little, because no discount grows faster than its base; where several vouchers round
one after the other, the hope is raised by all that rounding could do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pasar.market.promotions.rules.vouchers import Basket, Voucher, clashes, order, work_out
from pasar.market.promotions.shapes import Stacking

MOST_STEPS = 8_000
"""Combinations worked out, in part or whole. The first one finished takes the best of each step, so that what is
returned after too many is a good one."""
MOST_SETS = 4_000
"""Sets of the platform's vouchers looked at, and sets of one shop's."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a shop's own vouchers, and what its lines and deliveries cost then."""

    vouchers: tuple[Voucher, ...]
    lefts: tuple[int, ...]
    ships: tuple[int, ...]
    saved: int
    coins_most: int


@dataclass(slots=True)
class Shop:
    """Where a shop's lines and deliveries are, and its options, the best first."""

    lines: tuple[int, ...]
    deliveries: tuple[int, ...]
    options: list[Option]


def search(vouchers: Sequence[Voucher], basket: Basket, stacking: Stacking) -> tuple[list[Voucher], bool]:
    """The vouchers to use, in their order, and whether no legal combination saves more.

    Some may turn out to do nothing. What is saved is money off goods and deliveries, and coins to come at their worth.
    """
    able = sorted(
        (v for v in vouchers if v.potential > 0 and not clashes([v], stacking)),
        key=lambda voucher: (-voucher.potential, voucher.promotion.ends_at, voucher.id),
    )
    if not able:
        return [], True
    if not clashes(able, stacking) and nested(able) and sum(v.reward == "coins" for v in able) < 2:
        # All of them go together, and then none of them is in another's way.
        return sorted(able, key=order), True
    return _Search(able, basket, stacking).run()


def nested(vouchers: Sequence[Voucher]) -> bool:
    """Whether each voucher counts on all places of an earlier one or on none of them.

    Then what each leaves depends on sums alone, and it does not matter how those before it were rounded, line by line.
    """
    ordered = sorted(vouchers, key=order)
    for at, later in enumerate(ordered):
        places = set(later.places)
        for earlier in ordered[:at]:
            if (earlier.reward == "delivery") != (later.reward == "delivery"):
                continue
            if not places.issuperset(earlier.places) and not places.isdisjoint(earlier.places):
                return False
    return True


class _Search:
    def __init__(self, able: Sequence[Voucher], basket: Basket, stacking: Stacking) -> None:
        self.basket, self.stacking = basket, stacking
        self.whole = sum(basket.lefts) + sum(basket.ships)
        self.steps = 0
        self.exact = True
        self.best = 0
        self.chosen: tuple[Voucher, ...] = ()
        own = [voucher for voucher in able if voucher.shop_id is not None]
        self.wide = [voucher for voucher in able if voucher.shop_id is None]
        self.shops = [self._shop(shop_id, own) for shop_id in sorted({v.shop_id for v in own if v.shop_id})]

    def run(self) -> tuple[list[Voucher], bool]:
        most_of_shops = sum(shop.options[0].saved + self._coins_most(shop) for shop in self.shops)
        sets = self._sets(self.wide)
        hopes = [sum(voucher.potential for voucher in each) for each in sets]
        for at in sorted(range(len(sets)), key=lambda at: -hopes[at]):
            if hopes[at] + most_of_shops <= self.best or self.steps > MOST_STEPS:
                break
            self._with(sets[at])
        return sorted(self.chosen, key=order), self.exact

    def _sets(self, vouchers: Sequence[Voucher]) -> list[tuple[Voucher, ...]]:
        """Legal sets of these, the empty one too; the vouchers with more to hope for come first."""
        found: list[tuple[Voucher, ...]] = [()]
        for voucher in vouchers:
            more = [
                (*each, voucher) for each in found if not each or not clashes((*each, voucher), self.stacking)
            ]
            found += more[: MOST_SETS - len(found)]
            if len(found) >= MOST_SETS:
                self.exact = False
                break
        return found

    def _shop(self, shop_id: int, own: Sequence[Voucher]) -> Shop:
        asked, basket = self.basket.asked, self.basket
        lines = tuple(at for at, item in enumerate(asked.items) if item.shop_id == shop_id)
        deliveries = tuple(at for at, each in enumerate(asked.deliveries) if each.shop_id == shop_id)
        before = sum(basket.lefts[at] for at in lines) + sum(basket.ships[at] for at in deliveries)
        options: dict[object, Option] = {}
        for chosen in self._sets([voucher for voucher in own if voucher.shop_id == shop_id]):
            cutting = [voucher for voucher in sorted(chosen, key=order) if voucher.reward != "coins"]
            after = work_out(cutting, basket.lefts, basket.ships, basket.step)
            lefts = tuple(after.lefts[at] for at in lines)
            ships = tuple(after.ships[at] for at in deliveries)
            earning = tuple(sorted(voucher.id for voucher in chosen if voucher.reward == "coins"))
            coins = sum(voucher.potential for voucher in chosen if voucher.reward == "coins")
            classes = tuple(sorted((voucher.class_key, tuple(sorted(voucher.shops))) for voucher in chosen))
            option = Option(chosen, lefts, ships, before - sum(lefts) - sum(ships), coins)
            # Two choices that come to the same are one: the first, which has more to hope for.
            options.setdefault((lefts, ships, earning, classes), option)
        ranked = sorted(options.values(), key=lambda option: -(option.saved + option.coins_most))
        return Shop(lines, deliveries, ranked)

    @staticmethod
    def _coins_most(shop: Shop) -> int:
        return max(option.coins_most for option in shop.options)

    def _with(self, wide: tuple[Voucher, ...]) -> None:
        """Look at every choice of the shops' vouchers that goes with these of the platform."""
        shops = [
            Shop(shop.lines, shop.deliveries, [
                option for option in shop.options
                if not wide or not option.vouchers or not clashes((*wide, *option.vouchers), self.stacking)
            ])
            for shop in self.shops
        ]  # fmt: skip
        lefts, ships = list(self.basket.lefts), list(self.basket.ships)
        for shop in shops:
            # What no choice undercuts, line by line.
            for place, at in enumerate(shop.lines):
                lefts[at] = min(option.lefts[place] for option in shop.options)
            for place, at in enumerate(shop.deliveries):
                ships[at] = min(option.ships[place] for option in shop.options)
        look = _Look(self, sorted(wide, key=order), shops)
        look.go(0, lefts, ships, (), 0)


class _Look:
    """The shops' choices beside one set of the platform's vouchers."""

    def __init__(self, search: _Search, wide: Sequence[Voucher], shops: Sequence[Shop]) -> None:
        self.search, self.shops, self.wide = search, shops, wide
        self.coins_to_come = [0] * (len(shops) + 1)
        for at in range(len(shops) - 1, -1, -1):
            most = max(option.coins_most for option in shops[at].options)
            self.coins_to_come[at] = self.coins_to_come[at + 1] + most
        earning = [voucher for voucher in wide if voucher.reward == "coins"]
        # One cashback never grows by more than what is saved shrinks; several together might.
        self.coins_loose = sum(v.potential for v in earning) if len(earning) > 1 else None
        self.slack = self._slack()

    def _slack(self) -> int:
        """What rounding could add to the hope."""
        slack = 0
        asked = self.search.basket.asked
        for rewards, places in (
            (("goods", "coins"), len(asked.items)),
            (("delivery",), len(asked.deliveries)),
        ):
            row = [voucher for voucher in self.wide if voucher.reward in rewards]
            if any(len(voucher.places) < places for voucher in row[1:]):
                slack += 2 * len(row) * (places + 1) * self.search.basket.step
        return slack

    def go(
        self, at: int, lefts: list[int], ships: list[int], taken: tuple[Voucher, ...], coins_most: int
    ) -> None:
        search = self.search
        search.steps += 1
        if search.steps > MOST_STEPS:
            search.exact = False
            return
        if at == len(self.shops):
            self._finish(lefts, ships, taken)
            return
        after = work_out(self.wide, lefts, ships, search.basket.step)
        coins = after.coins_minor if self.coins_loose is None else self.coins_loose
        hope = search.whole - sum(after.lefts) - sum(after.ships) + coins
        if hope + coins_most + self.coins_to_come[at] + self.slack <= search.best:
            return
        shop = self.shops[at]
        for option in shop.options:
            if taken and option.vouchers and clashes((*self.wide, *taken, *option.vouchers), search.stacking):
                continue
            for place, line in enumerate(shop.lines):
                lefts[line] = option.lefts[place]
            for place, delivery in enumerate(shop.deliveries):
                ships[delivery] = option.ships[place]
            self.go(
                at + 1, list(lefts), list(ships), (*taken, *option.vouchers), coins_most + option.coins_most
            )

    def _finish(self, lefts: list[int], ships: list[int], taken: tuple[Voucher, ...]) -> None:
        search = self.search
        earning = sorted((v for v in taken if v.reward == "coins"), key=order)
        rewards = sorted([*self.wide, *earning], key=order)
        after = work_out(rewards, lefts, ships, search.basket.step)
        saved = search.whole - sum(after.lefts) - sum(after.ships) + after.coins_minor
        if saved > search.best:
            search.best, search.chosen = saved, (*self.wide, *taken)
