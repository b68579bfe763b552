"""What the demo's people did: wallets filled, goods bought, carried, reviewed, settled and paid out."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from pasar import countries
from pasar.finance.payments.operations.top_up import top_up_method
from pasar.finance.payouts import operations as payouts
from pasar.finance.payouts import queries as payout_queries
from pasar.finance.payouts.errors import NothingDue
from pasar.finance.settlement import operations as settlement
from pasar.finance.settlement.rules import last_day, start_of
from pasar.kernel import clock
from pasar.market.checkout.requests import Placed
from pasar.market.orders import operations as orders
from pasar.market.orders.queries import OrderCard
from pasar.market.reviews import operations as reviews
from pasar.simulate.demo import books, flash, market, steps, today, words
from pasar.simulate.demo.market import Market
from pasar.simulate.demo.words import MAIN

PURCHASES = {"full": 60, "small": 5}
"""Of a venture's past weeks."""
AT_ONCE = 2
"""Purchases whose whole life is one transaction."""
WALLETS = {"full": 40, "small": 4}
_ENDS = ("delivered",) * 17 + ("cancelled", "returned", "expired")

Told = Callable[[str, int], None]
"""Told what is being done, and how many steps more are done."""


def steps_of(size: str) -> int:
    """How many steps a venture's trade has."""
    return 5 + -(-PURCHASES[size] // AT_ONCE)


def fill(country: str, told: Told) -> None:
    """Do what of a venture's trade is not done yet."""
    known = steps.data(f"{country}.shelves")
    there = market.market(country, known)
    for label, key, work in _works(there):
        steps.once(f"{country}.{key}", work)
        told(label, 1)


def _works(there: Market) -> Iterator[tuple[str, str, Callable[[], dict[str, Any] | None]]]:
    """(label, key, what to do) of every step, in order."""
    size = there.known["size"]
    yield "books", "books", lambda: books.open_books(there)
    yield "wallets", "wallets", lambda: _wallets(there, WALLETS[size])
    for first in range(0, PURCHASES[size], AT_ONCE):
        last = min(first + AT_ONCE, PURCHASES[size])
        yield "orders", f"past.{first}", partial(_past, there, range(first, last))
    yield "payouts", "payouts", lambda: _settle(there)
    yield "orders of today", "today", lambda: today.fill(there)
    yield "flash sales", "flash", lambda: flash.fill(there)


def _wallets(there: Market, shoppers: int) -> None:
    least, most = top_up_method(there.country).limits[countries.get(there.country).currency]
    random = Random(f"wallets {there.country}")
    usual = int(words.venture(there.country)["fx"] * 100)
    filled = [there.known["customer"]] * 2 + there.known["shoppers"][:shoppers]
    for number, customer in enumerate(filled):
        amount = usual * random.choice((180, 240, 320))
        if countries.get(there.country).currency == "VND":
            amount //= 100
        step = countries.get(there.country).price_step_minor * 100
        amount = max(least, min(most, amount // step * step))
        market.top_up(there, customer, amount, there.at - timedelta(days=36, minutes=number))


def _past(there: Market, numbers: range) -> None:
    for number in numbers:
        random = Random(f"past {there.country} {number}")
        with transaction.atomic():
            _one(there, random, number)


def _one(there: Market, random: Random, number: int) -> None:
    """One purchase of the past weeks, from the basket to the review."""
    shoppers = there.known["shoppers"][: WALLETS[there.known["size"]]]
    customer = there.known["customer"] if number in (0, 2) else random.choice(shoppers)
    when = there.at - timedelta(days=random.uniform(6, 33))
    ends = "delivered" if number < AT_ONCE else random.choice(_ENDS)
    method = "qr_transfer" if ends == "expired" else random.choice(("wallet", "wallet", "wallet", "cod"))
    shop = there.known["demo_shop"] if number % 7 == 1 else None
    wanted = market.choose(there, random, when, lines=random.choice((1, 1, 2, 3)), shop=shop)
    key = f"demo-{there.country}-{number}"
    placed = market.buy(there, customer, wanted, method, when, key)
    if placed is None and method != "cod":
        # The wallet was too small for it: paid at the door.
        placed = market.buy(there, customer, wanted, "cod", when, key)
    if placed is None:
        return
    if ends == "expired" and placed.pays == "scan":
        _forget(placed, when)
        return
    for order in market.orders_of(customer, placed):
        _live(there, random, order, when, ends)


def _forget(placed: Placed, when: datetime) -> None:
    with clock.frozen(when + timedelta(hours=3)):
        orders.expire(purchase_id=placed.purchase_id)


def _live(there: Market, random: Random, order: OrderCard, when: datetime, ends: str) -> None:
    customer = f"customer:{order.customer_id}"
    if ends == "cancelled":
        with clock.frozen(when + timedelta(hours=random.uniform(0.5, 5))):
            orders.cancel(order_id=order.id, actor=customer, reason="changed my mind")
        return
    # What began in the last days went quickly, so that all of it is over by now.
    slow = 1.0 if there.at - when > timedelta(days=9) else 0.6
    left = when + timedelta(hours=random.uniform(5, 26 * slow))
    parcel_id = market.send(there, order, left)
    hours = random.randint(44, round(90 * slow))
    if ends == "returned":
        failed = market.carry(there, order, parcel_id, left, ends="delivery_failed", hours=hours)
        if slow == 1.0:
            market.bring_back(there, order, parcel_id, failed)
        return
    arrived = market.carry(there, order, parcel_id, left, ends="delivered", hours=hours)
    content = arrived + timedelta(hours=random.uniform(2, 60 * slow))
    with clock.frozen(content):
        orders.confirm(order_id=order.id, actor=customer)
    handed_on = arrived + timedelta(days=6)
    if order.payment_method == "cod" and handed_on < there.at:
        market.hand_cash_on(there, order, parcel_id, handed_on)
    if random.random() < 0.85:
        _review(there, random, order, content + timedelta(hours=random.uniform(0.1, 12)))


def _review(there: Market, random: Random, order: OrderCard, when: datetime) -> None:
    said = words.words(MAIN[there.country]).phrases
    for line in order.lines:
        stars = random.choices((5, 4, 3, 2, 1), (64, 22, 8, 4, 2))[0]
        texts = random.sample(said["review"][str(stars)], 2 if stars == 5 and random.random() < 0.5 else 1)
        with clock.frozen(when):
            review_id = reviews.write(
                customer_id=order.customer_id, line_id=line.id, rating=stars, text=" ".join(texts)
            )
        if stars < 3 or random.random() < 0.3:
            answer = said["reply"][2] if stars < 3 else random.choice(said["reply"][:2])
            with clock.frozen(when + timedelta(hours=random.uniform(1, 20))):
                reviews.reply(seller_id=order.seller_id, review_id=review_id, text=answer)


def _settle(there: Market) -> None:
    """Close the cycle that ended last, pay it out, and let the bank confirm."""
    venture = countries.get(there.country)
    local = there.at.astimezone(ZoneInfo(venture.time_zone)).date()
    opened = start_of(last_day(local, venture.clocks.settle_weekday), venture.time_zone) + timedelta(hours=9)
    with clock.frozen(min(opened, there.at)):
        settlement.close_cycle(there.country)
        try:
            batch_id = payouts.create_batch(there.country)
        except NothingDue:
            return
        _batch, rows = payout_queries.batch(there.country, batch_id)
        payouts.record_batch(batch_id=batch_id, states={str(row.id): "accepted" for row in rows})
    with clock.frozen(min(opened + timedelta(hours=3), there.at)):
        for row in rows:
            payouts.record_state(payout_id=row.id, state="paid")
