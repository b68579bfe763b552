"""How a hold is shared out when its order is complete, and what goes back of each share, as arithmetic.

Everything kept of a sale is worked out once, when it is released, line by line, and stored. What goes back of it later
is the difference of running sums, so that any sequence of partial refunds ends exactly at nothing kept.

What a line was paid with (money, the venture's subsidy, coins) goes back in proportion to what is left of each, by
largest remainder, so that each layer ends at nothing too, and none ever goes the wrong way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from pasar.countries import Withholding
from pasar.finance.ledger.rules import AccountKey
from pasar.finance.tax.rules import SaleBase, contained, proportion, withheld
from pasar.kernel.money import share, split

ESCROW = AccountKey("escrow")
SELLER, SHIPPING, RETAIL, OWN_DELIVERY = (
    "seller_payable",
    "shipping_payable",
    "retail_revenue",
    "shipping_revenue",
)


@dataclass(frozen=True, slots=True)
class LinePart:
    """A line of an order as its money sees it. Amounts are the whole line's, rates as they were when it was placed."""

    line_id: UUID
    goods_minor: int
    """After the seller's own discounts: what the seller is paid, and charged commission on."""
    tax_minor: int
    commission_bps: int
    payment_fee_bps: int
    cost_minor: int = 0
    """What all its units cost the venture, for its own shelf."""


@dataclass(frozen=True, slots=True)
class OrderPart:
    """An order whose money is to be released: the lines that were delivered, and delivery."""

    order_id: UUID
    seller_id: int
    seller_class: str
    retail: bool
    """The venture itself is the seller."""
    carrier: AccountKey | None
    """The account of the carrier that the venture pays; None: whoever sells delivers."""
    lines: tuple[LinePart, ...]
    shipping_minor: int
    """After the seller's part of a free delivery."""
    shipping_tax_minor: int
    shipping_seller_discount_minor: int = 0
    """That part: the carrier is owed it by the seller, and nobody where the seller delivers."""


@dataclass(frozen=True, slots=True)
class Share:
    """Where one line's money (or delivery's) goes at the release, and what is kept of it. Minor units."""

    line_id: UUID | None
    payee: str
    released_minor: int
    commission_minor: int = 0
    commission_tax_minor: int = 0
    fee_minor: int = 0
    fee_tax_minor: int = 0
    withheld_minor: int = 0
    tax_minor: int = 0
    cost_minor: int = 0


@dataclass(frozen=True, slots=True)
class Layers:
    """What a line (or delivery) was paid with. The customer's money is what the other two leave of the amount."""

    amount_minor: int
    subsidy_minor: int = 0
    coins_minor: int = 0

    @property
    def money_minor(self) -> int:
        return self.amount_minor - self.subsidy_minor - self.coins_minor

    def without(self, amount_minor: int, subsidy_minor: int, coins_minor: int) -> "Layers":
        """What is left once that went back."""
        return Layers(
            self.amount_minor - amount_minor,
            self.subsidy_minor - subsidy_minor,
            self.coins_minor - coins_minor,
        )

    def part(self, amount_minor: int) -> "Layers":
        """What `amount_minor` of it is made of: each layer in proportion, by largest remainder, money first."""
        assert 0 <= amount_minor <= self.amount_minor
        _money, subsidy, coins = split(amount_minor, (self.money_minor, self.subsidy_minor, self.coins_minor))
        return Layers(amount_minor, subsidy, coins)


def sum_of(parts: Iterable[Layers]) -> Layers:
    """All of them together."""
    found = list(parts)
    return Layers(
        sum(each.amount_minor for each in found),
        sum(each.subsidy_minor for each in found),
        sum(each.coins_minor for each in found),
    )


@dataclass(frozen=True, slots=True)
class Leg:
    """One transfer to be: what it is called, from where, to where."""

    code: str
    debit: AccountKey
    credit: AccountKey
    amount_minor: int


def shares(
    order: OrderPart,
    given_back: dict[UUID | None, int],
    *,
    service_tax_bps: int,
    withholdings: Iterable[Withholding],
) -> list[Share]:
    """The shares of an order, line by line, delivery last; what was given back before is no part of them."""
    kept = list(withholdings)
    result = [
        _line_share(line, order.retail, given_back.get(line.line_id, 0), service_tax_bps, kept)
        for line in order.lines
    ]
    left = order.shipping_minor - given_back.get(None, 0)
    if left > 0:
        payee = SHIPPING if order.carrier else OWN_DELIVERY if order.retail else SELLER
        tax = _rest(order.shipping_tax_minor, left, order.shipping_minor) if payee == OWN_DELIVERY else 0
        result.append(Share(None, payee, left, tax_minor=tax))
    return [each for each in result if each.released_minor > 0]


def _line_share(
    line: LinePart, retail: bool, given_back: int, service_tax_bps: int, withholdings: Sequence[Withholding]
) -> Share:
    goods = line.goods_minor - given_back
    tax = _rest(line.tax_minor, goods, line.goods_minor)
    if retail:
        return Share(line.line_id, RETAIL, goods, tax_minor=tax, cost_minor=line.cost_minor)
    commission = share(goods, line.commission_bps)
    fee = min(share(goods, line.payment_fee_bps), goods - commission)
    kept_back = withheld(withholdings, SaleBase(goods, tax, commission + fee))
    return Share(
        line.line_id,
        SELLER,
        goods,
        commission_minor=commission,
        commission_tax_minor=contained(commission, service_tax_bps),
        fee_minor=fee,
        fee_tax_minor=contained(fee, service_tax_bps),
        withheld_minor=min(kept_back, goods - commission - fee),
    )


def _rest(total: int, left: int, whole: int) -> int:
    """What of `total` stays when only `left` of `whole` does."""
    return total - proportion(total, whole - left, whole)


def release_legs(order: OrderPart, parts: Sequence[Share]) -> list[Leg]:
    """The transfers of a release: one for each reason, over all lines."""
    seller = AccountKey(SELLER, order.seller_id)
    goods = [each for each in parts if each.line_id is not None]
    delivery = [each for each in parts if each.line_id is None]
    commission, fee = AccountKey("commission_revenue"), AccountKey("fee_revenue")
    vat, withheld_tax = AccountKey("vat_payable"), AccountKey("withholding_payable")
    legs = []
    if order.retail:
        retail, own = AccountKey(RETAIL), AccountKey(OWN_DELIVERY)
        legs += [
            Leg("sale", ESCROW, retail, _sum(goods, "released_minor")),
            Leg("sale_tax", retail, vat, _sum(goods, "tax_minor")),
            Leg(
                "cost_of_sale",
                AccountKey("cost_of_sales"),
                AccountKey("inventory"),
                _sum(goods, "cost_minor"),
            ),
        ]
        if order.carrier is None:
            legs += [
                Leg("delivery", ESCROW, own, _sum(delivery, "released_minor")),
                Leg("delivery_tax", own, vat, _sum(delivery, "tax_minor")),
            ]
    else:
        legs += [
            Leg("sale", ESCROW, seller, _sum(goods, "released_minor")),
            Leg("commission", seller, commission, _sum(goods, "commission_minor")),
            Leg("commission_tax", commission, vat, _sum(goods, "commission_tax_minor")),
            Leg("payment_fee", seller, fee, _sum(goods, "fee_minor")),
            Leg("payment_fee_tax", fee, vat, _sum(goods, "fee_tax_minor")),
            Leg("withholding", seller, withheld_tax, _sum(goods, "withheld_minor")),
        ]
        if order.carrier is None:
            legs.append(Leg("delivery", ESCROW, seller, _sum(delivery, "released_minor")))
    if order.carrier:
        paid = _sum(delivery, "released_minor")
        # The own shelf's part is the venture's own expense.
        bearer = AccountKey("subsidy_expense") if order.retail else seller
        legs += [
            Leg("delivery", ESCROW, order.carrier, paid),
            Leg("shipping_discount", bearer, order.carrier, _sellers_part(order, paid)),
        ]
    return [leg for leg in legs if leg.amount_minor]


def _sellers_part(order: OrderPart, paid_minor: int) -> int:
    """What the carrier is owed beside what was paid, as much of it as of delivery itself; all, where that was free."""
    whole, discount = order.shipping_minor, order.shipping_seller_discount_minor
    return proportion(discount, paid_minor, whole) if whole else discount


def _sum(parts: Iterable[Share], name: str) -> int:
    return sum(getattr(each, name) for each in parts)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A share that some is to be taken back of: what it was, how much was before, how much more is now."""

    share: Share
    before_minor: int
    amount_minor: int

    def part(self, total: int) -> int:
        """What of something kept belongs to the amount, as the difference of running sums."""
        whole = self.share.released_minor
        after = proportion(total, self.before_minor + self.amount_minor, whole)
        return after - proportion(total, self.before_minor, whole)


def take_back_legs(seller_id: int, taken: Sequence[TakenBack], *, goodwill: bool) -> list[Leg]:
    """The transfers that bring money back into escrow after the release, from those it went to, one for each reason.

    goodwill: at the venture's own cost instead. Delivery that a carrier was owed is always at the venture's cost:
    the carrier did its work.
    """
    seller, commission, fee = (
        AccountKey(SELLER, seller_id),
        AccountKey("commission_revenue"),
        AccountKey("fee_revenue"),
    )
    retail, own = AccountKey(RETAIL), AccountKey(OWN_DELIVERY)
    vat, subsidy = AccountKey("vat_payable"), AccountKey("subsidy_expense")
    at_own_cost = [each for each in taken if goodwill or each.share.payee == SHIPPING]
    back = [each for each in taken if each not in at_own_cost]
    of = {
        payee: [each for each in back if each.share.payee == payee]
        for payee in (SELLER, RETAIL, OWN_DELIVERY)
    }
    sold = of[SELLER]
    legs = [
        Leg("goodwill", subsidy, ESCROW, sum(each.amount_minor for each in at_own_cost)),
        Leg("refund", seller, ESCROW, sum(each.amount_minor for each in sold)),
        Leg("commission_back", commission, seller, _back(sold, "commission_minor")),
        Leg("commission_tax_back", vat, commission, _back(sold, "commission_tax_minor")),
        Leg("payment_fee_back", fee, seller, _back(sold, "fee_minor")),
        Leg("payment_fee_tax_back", vat, fee, _back(sold, "fee_tax_minor")),
        Leg("withholding_back", AccountKey("withholding_payable"), seller, _back(sold, "withheld_minor")),
        Leg("refund", retail, ESCROW, sum(each.amount_minor for each in of[RETAIL])),
        Leg("sale_tax_back", vat, retail, _back(of[RETAIL], "tax_minor")),
        Leg("refund_delivery", own, ESCROW, sum(each.amount_minor for each in of[OWN_DELIVERY])),
        Leg("delivery_tax_back", vat, own, _back(of[OWN_DELIVERY], "tax_minor")),
    ]
    return [leg for leg in legs if leg.amount_minor]


def _back(taken: Iterable[TakenBack], name: str) -> int:
    return sum(each.part(getattr(each.share, name)) for each in taken)


def due_to_customer(amount_minor: int, rounding_minor: int, back_minor: int) -> int:
    """What the customer has got back once `back_minor` of a hold of `amount_minor` went back, in all.

    Where cash was rounded they get what they paid when all of it goes back, and never more.
    """
    paid = amount_minor + rounding_minor
    return paid if back_minor == amount_minor else min(back_minor, paid)
