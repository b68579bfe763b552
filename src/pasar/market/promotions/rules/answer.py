"""The answer: automatic deals first, then the best vouchers on what is left, then coins; and why not the others."""

from collections.abc import Mapping, Sequence

from pasar.kernel.money import BPS
from pasar.market.promotions.kinds import PromotionKind, kinds
from pasar.market.promotions.rules import conditions, deals
from pasar.market.promotions.rules.allocation import allocate, fund, whole
from pasar.market.promotions.rules.conditions import Open
from pasar.market.promotions.rules.search import search
from pasar.market.promotions.rules.vouchers import Basket, Voucher, clashes, work_out
from pasar.market.promotions.shapes import Applied, Asked, Cut, Earning, Promotion, Stacking, Unused, Used


def best(asked: Asked, promotions: Sequence[Promotion], stacking: Stacking) -> Applied:
    """The combination that saves the buyer most of those that the stacking rule allows, cut by cut.

    promotions: all that might be used, in any order; a kind that is not known is passed over. Among combinations that
    save the same, always the same one is taken.
    """
    if not promotions and not asked.spend_coins:
        return Applied(unknown_codes=conditions.typed(asked.codes, {})[1])
    return _Answer(asked, promotions, stacking).applied()


class _Answer:
    """One question being answered: what each line and delivery costs by now, and what was taken off."""

    def __init__(self, asked: Asked, promotions: Sequence[Promotion], stacking: Stacking) -> None:
        self.asked, self.stacking = asked, stacking
        self.promotions = {each.id: each for each in sorted(promotions, key=lambda each: each.id)}
        self.lefts = [item.goods_minor for item in asked.items]
        self.ships = [delivery.shipping_minor for delivery in asked.deliveries]
        step = whole(asked.country)
        odd = any(item.unit_minor % step for item in asked.items) or any(ship % step for ship in self.ships)
        self.step = 1 if odd else step
        self.units: list[list[int]] = [[item.unit_minor] * item.units for item in asked.items]
        """What each unit costs by now."""
        self.line_cuts: dict[int, list[Cut]] = {}
        self.ship_cuts: dict[int, list[Cut]] = {}
        self.earns: list[Earning] = []
        self.used: dict[int, int] = {}
        self.unused: dict[int, Unused] = {}

    def applied(self) -> Applied:
        codes, unknown = conditions.typed(self.asked.codes, self.promotions)
        sure = self._automatic(codes)
        exact = self._vouchers(codes)
        coins = self._coins()
        return Applied(
            lines={sku: tuple(cuts) for sku, cuts in self.line_cuts.items()},
            deliveries={shop: tuple(cuts) for shop, cuts in self.ship_cuts.items()},
            coins=coins,
            earns=tuple(self.earns),
            used=tuple(Used(key, amount) for key, amount in self.used.items()),
            unused=tuple(self.unused[key] for key in self.promotions if key in self.unused),
            unknown_codes=unknown,
            exact=sure and exact,
        )

    def _opened(self, codes: frozenset[str], *, automatic: bool) -> list[Open]:
        """Those promotions that may be used; the others are noted with their reason."""
        known: Mapping[str, PromotionKind] = kinds()
        before = tuple(self.lefts)
        found = []
        for promotion in self.promotions.values():
            kind = known.get(promotion.kind)
            if kind is None or (kind.deals is not None) != automatic:
                continue
            said = conditions.opened(promotion, kind, self.asked, before, codes)
            if isinstance(said, Unused):
                self.unused[promotion.id] = said
            else:
                found.append(said)
        return found

    def _automatic(self, codes: frozenset[str]) -> bool:
        opened = self._opened(codes, automatic=True)
        if not opened:
            return True
        offers = deals.offers(opened, self.asked, self.step)
        chosen, exact = deals.choose(offers)
        at = {item.sku_id: place for place, item in enumerate(self.asked.items)}
        for offer in chosen:
            self._cut(offer.opened.promotion, {at[sku]: cut for sku, cut in offer.deal.cuts.items()})
        offering = {offer.opened.promotion.id for offer in offers}
        for each in opened:
            if each.promotion.id not in self.used:
                reason = "better_deal" if each.promotion.id in offering else "deal_incomplete"
                self.unused[each.promotion.id] = Unused(each.promotion.id, reason)
        return exact

    def _vouchers(self, codes: frozenset[str]) -> bool:
        opened = self._opened(codes, automatic=False)
        if not opened:
            return True
        basket = Basket(self.asked, list(self.lefts), list(self.ships), self.step)
        ready = [basket.ready(each) for each in opened]
        found, exact = search(ready, basket, self.stacking)
        outcome = work_out(found, basket.lefts, basket.ships, self.step, keep=True)
        chosen = [voucher for voucher in found if voucher.id in outcome.cuts]
        for voucher in chosen:
            cuts = outcome.cuts[voucher.id]
            if voucher.reward == "goods":
                self._cut(voucher.promotion, cuts)
            elif voucher.reward == "delivery":
                self._cut_delivery(voucher.promotion, cuts)
            else:
                self._earn(voucher.promotion, cuts)
        for voucher in ready:
            if voucher.id not in self.used:
                self.unused[voucher.id] = self._why_not(voucher, chosen)
        return exact

    def _why_not(self, voucher: Voucher, chosen: Sequence[Voucher]) -> Unused:
        """Why a voucher that may be used was not: it does not go with better ones, or there is nothing left for it."""
        if clashes([voucher], self.stacking):
            return Unused(voucher.id, "not_in_country")
        if voucher.potential and clashes([*chosen, voucher], self.stacking):
            instead = tuple(each.id for each in chosen if clashes([each, voucher], self.stacking))
            return Unused(
                voucher.id, "better_combination", {"instead": instead or tuple(v.id for v in chosen)}
            )
        return Unused(voucher.id, "no_effect")

    def _cut(self, promotion: Promotion, cuts: Mapping[int, int]) -> None:
        places = sorted(cuts)
        sellers = fund([cuts[at] for at in places], promotion.seller_share_bps)
        for at, seller in zip(places, sellers, strict=True):
            units = allocate(cuts[at], self.units[at], self.step)
            self.units[at] = [left - part for left, part in zip(self.units[at], units, strict=True)]
            self.lefts[at] -= cuts[at]
            self.line_cuts.setdefault(self.asked.items[at].sku_id, []).append(
                _as_cut(promotion, seller, cuts[at] - seller, tuple(units))
            )
        self.used[promotion.id] = self.used.get(promotion.id, 0) + sum(cuts.values())

    def _cut_delivery(self, promotion: Promotion, cuts: Mapping[int, int]) -> None:
        places = sorted(cuts)
        sellers = fund([cuts[at] for at in places], promotion.seller_share_bps)
        for at, seller in zip(places, sellers, strict=True):
            self.ships[at] -= cuts[at]
            self.ship_cuts.setdefault(self.asked.deliveries[at].shop_id, []).append(
                _as_cut(promotion, seller, cuts[at] - seller, ())
            )
        self.used[promotion.id] = sum(cuts.values())

    def _earn(self, promotion: Promotion, cuts: Mapping[int, int]) -> None:
        self.earns += [
            Earning(promotion.id, self.asked.items[at].sku_id, amount) for at, amount in sorted(cuts.items())
        ]
        self.used[promotion.id] = sum(cuts.values())

    def _coins(self) -> dict[int, int]:
        """Coins pay for goods only, in whole coins, up to the country's part of what is left."""
        coin = self.asked.country.coin_minor
        if not self.asked.spend_coins:
            return {}
        left = sum(self.lefts)
        spend = min(self.asked.buyer.coins_minor, left * self.stacking.coins_most_bps // BPS) // coin * coin
        if spend <= 0:
            return {}
        parts = allocate(spend, self.lefts, coin)
        return {item.sku_id: part for item, part in zip(self.asked.items, parts, strict=True) if part}


def _as_cut(promotion: Promotion, seller_minor: int, platform_minor: int, units: tuple[int, ...]) -> Cut:
    return Cut(
        promotion_id=promotion.id,
        version=promotion.version,
        kind=promotion.kind,
        class_key=promotion.class_key,
        name=promotion.name,
        seller_minor=seller_minor,
        platform_minor=platform_minor,
        units=units,
    )
