"""The price of a selection, and everything that stands in the way of placing it."""

from collections.abc import Iterable, Sequence

from pasar.kernel.money import included
from pasar.kernel.records import replace
from pasar.market.campaigns import rules as campaigns
from pasar.market.campaigns.rules import Choice
from pasar.market.checkout.rules.shapes import (
    CASH,
    MOST_MINOR,
    MOST_UNITS,
    OFFER,
    Goods,
    Problem,
    Quote,
    QuotedLine,
    QuotedParcel,
    QuoteInput,
    Shop,
    Wanted,
)
from pasar.market.fulfilment.rules import Load, Option, options
from pasar.market.orders.rules import cash_due
from pasar.market.promotions import rules as promoting
from pasar.market.promotions.shapes import Applied, Asked, Cut, Delivery, Item


def quote(asked: QuoteInput) -> Quote:
    """The price of a selection, line by line and shop by shop, with everything that stands in the way of placing it.

    Lines that cannot be bought are left out of the sums and named in `problems`.
    """
    problems: list[Problem] = []
    by_shop: dict[int, list[QuotedLine]] = {}
    tax_bps = asked.country.tax_rate_bps(asked.at.date())
    for wanted in asked.wanted:
        choice = _choice(wanted, asked)
        if problem := _hindrance(wanted, choice, asked):
            problems.append(problem)
            continue
        line = _line(wanted, asked.goods[wanted.sku_id], choice, tax_bps)
        by_shop.setdefault(line.goods.shop_id, []).append(line)
    drafts = [_parcel(asked, asked.shops[shop], lines, problems) for shop, lines in by_shop.items()]
    applied = _applied(asked, drafts)
    parcels = tuple(_priced(asked, draft, applied, tax_bps) for draft in drafts)
    problems += _payment_problems(asked, parcels)
    if not asked.wanted:
        problems.append(Problem("nothing_selected"))
    if asked.to_zone is None:
        problems.append(Problem("address_missing"))
    goods_minor = sum(parcel.goods_minor for parcel in parcels)
    shipping_minor = sum(parcel.shipping_minor for parcel in parcels)
    if goods_minor + shipping_minor > MOST_MINOR:
        problems.append(Problem("too_expensive"))
    return Quote(
        currency=asked.country.currency,
        parcels=parcels,
        goods_minor=goods_minor,
        shipping_minor=shipping_minor,
        rounding_minor=sum(parcel.rounding_minor for parcel in parcels),
        total_minor=sum(parcel.total_minor for parcel in parcels),
        tax_minor=sum(parcel.tax_minor for parcel in parcels),
        problems=tuple(problems),
        discount_minor=sum(parcel.discount_minor for parcel in parcels),
        coins_minor=sum(parcel.coins_minor for parcel in parcels),
        applied=applied,
        offers=asked.offers,
    )


def _applied(asked: QuoteInput, drafts: Sequence[QuotedParcel]) -> Applied:
    """What promotions do to these lines and deliveries."""
    wishes, offers = asked.wishes, asked.offers
    if not (offers.promotions or wishes.spend_coins or wishes.codes):
        return Applied()
    return promoting.best(
        Asked(
            country=asked.country,
            at=asked.at,
            items=tuple(
                Item(
                    line.goods.sku_id, line.goods.listing_id, line.goods.shop_id, line.goods.seller_id,
                    line.goods.category_path, line.unit_minor, line.units,
                )
                for draft in drafts
                for line in draft.lines
            ),
            deliveries=tuple(
                Delivery(draft.shop.id, draft.shop.seller_id, draft.shipping_minor) for draft in drafts
            ),
            buyer=offers.buyer,
            method=asked.method,
            codes=wishes.codes,
            chosen=wishes.chosen,
            spend_coins=wishes.spend_coins,
        ),
        offers.promotions,
        offers.stacking,
    )  # fmt: skip


def _priced(asked: QuoteInput, draft: QuotedParcel, applied: Applied, tax_bps: int) -> QuotedParcel:
    """The parcel with what promotions and coins take off it, and cash rounded on what is left."""
    lines = tuple(
        line
        if line.goods.sku_id not in applied.lines and line.goods.sku_id not in applied.coins
        else _cut(line, applied.lines.get(line.goods.sku_id, ()), applied.coins.get(line.goods.sku_id, 0))
        for line in draft.lines
    )
    cuts = applied.deliveries.get(draft.shop.id, ())
    by_seller = sum([cut.seller_minor for cut in cuts])
    goods_due = sum([line.paid_minor for line in lines])
    shipping_due = draft.shipping_minor - by_seller - sum([cut.platform_minor for cut in cuts])
    shipping_tax_minor = included(draft.shipping_minor - by_seller, tax_bps)
    rounding_minor = 0
    if asked.method == CASH and asked.country.cash and goods_due + shipping_due:
        _due, rounding_minor = cash_due(goods_due, shipping_due, asked.country.cash.step_minor)
    return replace(
        draft,
        lines=lines,
        shipping_cuts=cuts,
        rounding_minor=rounding_minor,
        total_minor=goods_due + shipping_due + rounding_minor,
        tax_minor=sum(line.tax_minor for line in lines) + shipping_tax_minor,
        shipping_tax_minor=shipping_tax_minor,
    )


def _cut(line: QuotedLine, cuts: tuple[Cut, ...], coins_minor: int) -> QuotedLine:
    asked_minor = line.goods_minor - sum(cut.seller_minor for cut in cuts)
    return replace(line, cuts=cuts, coins_minor=coins_minor, tax_minor=included(asked_minor, line.tax_bps))


def _hindrance(wanted: Wanted, choice: Choice, asked: QuoteInput) -> Problem | None:
    """Why this SKU cannot be bought in these units, if so."""
    goods = asked.goods.get(wanted.sku_id)
    foreign = goods is not None and goods.country not in ("", asked.country.key)
    if goods is None or foreign or not goods.on_sale or goods.unit_minor is None or goods.unit_minor <= 0:
        return Problem("gone", sku_id=wanted.sku_id)
    shop = asked.shops.get(goods.shop_id)
    if shop is None or not shop.open or shop.seller_id != goods.seller_id:
        return Problem("closed", sku_id=wanted.sku_id, shop_id=goods.shop_id)
    if not 1 <= wanted.units <= MOST_UNITS:
        return Problem("units_out_of_range", sku_id=wanted.sku_id, data={"most": MOST_UNITS})
    on_own_shelf = choice.price is not None and choice.price.shelf_id is not None
    if goods.free < wanted.units and not on_own_shelf:
        return Problem("out_of_stock", sku_id=wanted.sku_id, data={"free": max(goods.free, 0)})
    return None


def _choice(wanted: Wanted, asked: QuoteInput) -> Choice:
    """The price that counts for these units: a campaign's or a flash sale's, where there is a lower one."""
    goods, prices = asked.goods.get(wanted.sku_id), asked.prices.get(wanted.sku_id)
    if not prices or goods is None or goods.unit_minor is None:
        return OFFER
    running = (each.source_id for each in prices if each.source == campaigns.FLASH)
    used = next((asked.flash_uses[item] for item in running if item in asked.flash_uses), campaigns.NOTHING)
    return campaigns.choose(prices, wanted.units, goods.unit_minor, used)


def _line(wanted: Wanted, goods: Goods, choice: Choice, tax_bps: int) -> QuotedLine:
    unit_minor = choice.price.unit_minor if choice.price else goods.unit_minor
    assert unit_minor is not None
    goods_minor = unit_minor * wanted.units
    return QuotedLine(
        goods=goods,
        units=wanted.units,
        unit_minor=unit_minor,
        goods_minor=goods_minor,
        tax_bps=tax_bps,
        tax_minor=included(goods_minor, tax_bps),
        price=choice,
    )


def _parcel(
    asked: QuoteInput, shop: Shop, lines: Sequence[QuotedLine], problems: list[Problem]
) -> QuotedParcel:
    """The parcel and how it travels, at full prices: its sums are `_priced`'s."""
    load = sum((line.goods.load.times(line.units) for line in lines), Load(0, 0))
    ways: tuple[Option, ...] = ()
    if asked.to_zone is not None:
        ways = options(
            load, asked.tariff.get((shop.zone, asked.to_zone), ()), country=asked.country, at=asked.at,
            dispatch_days=shop.dispatch_days,
        )  # fmt: skip
        if not ways:
            problems.append(Problem("not_served", shop_id=shop.id))
    chosen = _choose(ways, asked.delivery.get(shop.id))
    if chosen is None and ways:
        problems.append(Problem("delivery_gone", shop_id=shop.id))
    shipping_minor = chosen.price_minor if chosen else 0
    return QuotedParcel(
        shop=shop,
        lines=tuple(lines),
        options=ways,
        chosen=chosen,
        weight_g=load.weight_g,
        goods_minor=sum(line.goods_minor for line in lines),
        shipping_minor=shipping_minor,
        rounding_minor=0,
        total_minor=0,
        tax_minor=0,
        shipping_tax_minor=0,
    )


def _choose(ways: Iterable[Option], wanted: tuple[str, str] | None) -> Option | None:
    """The wanted way, or the first (cheapest) when none was named; None when the wanted one is not to be had."""
    for way in ways:
        if wanted is None or (way.carrier_key, way.service_key) == tuple(wanted):
            return way
    return None


def _payment_problems(asked: QuoteInput, parcels: Sequence[QuotedParcel]) -> list[Problem]:
    if not asked.method:
        return []
    if asked.method not in asked.country.payment_methods:
        return [Problem("method_unknown")]
    return cash_problems(asked, parcels) if asked.method == CASH else []


def cash_problems(asked: QuoteInput, parcels: Sequence[QuotedParcel]) -> list[Problem]:
    """Why this cannot be paid in cash at the door: limits are per parcel, since each is collected by itself."""
    rule = asked.country.cash
    if rule is None:
        return [Problem("cash_not_offered")]
    if asked.cash_off_until is not None and asked.at < asked.cash_off_until:
        return [Problem("cash_switched_off", data={"until": asked.cash_off_until.isoformat()})]
    problems = []
    for parcel in parcels:
        if parcel.chosen and not parcel.chosen.takes_cash:
            problems.append(Problem("cash_not_by_carrier", shop_id=parcel.shop.id))
        if parcel.total_minor > rule.max_minor:
            problems.append(Problem("cash_limit", shop_id=parcel.shop.id, data={"max_minor": rule.max_minor}))
    return problems
