from datetime import UTC, datetime
from uuid import uuid4

from pasar.kernel.events import Recorded
from pasar.market.identity import operations as identity
from pasar.market.messages import queries as messages
from pasar.market.sellers import tasks
from pasar.market.sellers.models import Member, Seller, Shop

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def make_seller(email):
    person_id = identity.sign_up(country="th", language="en", name="Nok", email=email)
    seller = Seller.objects.create(
        country="th", class_key="home", kind="person", state="approved", legal_name="Nok", identity_number="1",
        phone="+66812345678", applied_at=AT, decided_at=AT, decided_by="system",
    )  # fmt: skip
    Shop.objects.create(country="th", seller=seller, slug=f"s{seller.pk}", name="Nok")
    Member.objects.create(country="th", seller=seller, person_id=person_id, role="owner")
    return person_id, seller.pk


def event(topic, seller_id, **said):
    return Recorded(
        uuid4(), "th", topic, "x", {"seller_id": seller_id, "statement_id": str(uuid4()), **said}, AT, 0
    )


def test_members_hear_of_their_own_money_once(db):
    (nok, seller_id), (other, _) = make_seller("nok@example.com"), make_seller("lek@example.com")
    news = [
        event("settlement.closed", seller_id, number="TH-1", currency="THB", net_minor=123_456, closing_minor=123_456),
        event("payout.settled", seller_id, amount_minor=123_456, currency="THB", account="KBank ••••1234"),
        event("payout.returned", seller_id, amount_minor=123_456, currency="THB", account="KBank ••••1234"),
        event("settlement.closed", seller_id, number="TH-2", currency="THB", net_minor=0, closing_minor=0),
    ]  # fmt: skip
    tasks.tell(news)
    tasks.tell(news)
    assert [each.subject for each in messages.inbox(nok, "th")] == [
        "A payout of ฿1,234.56 came back", "฿1,234.56 has been paid to you", "Your statement TH-1 is ready",
    ]  # fmt: skip
    assert messages.inbox(other, "th") == []
