"""The carrier's own promises: one booking a reference, scans along the way, cash handed on once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from pasar.market.fulfilment.carriers.pasar_express import notices
from pasar.simulate.carrier.core import TABLES, Carrier
from pasar.simulate.carrier.numbers import number, s10_check
from pasar.simulate.carrier.route import way
from pasar.simulate.outside.store import Store
from pasar.simulate.outside.storm import CALM, STORMY, Storm
from pasar.simulate.outside.web import Refused

START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
GOES_WRONG = Storm((0.0, 0.5), 0.0, (0, 0), 0.0, 1.0, 5.0)


class Market:
    """Takes notices as the market's address does: the body, and how often each event came."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.answers = 200

    def post(self, _address: str, _headers: dict[str, str], body: bytes) -> int:
        if self.answers == 200:
            self.told.append(orjson.loads(body))
        return self.answers

    def codes(self) -> list[str]:
        return [each["code"] for each in self.told]


@pytest.fixture
def market() -> Market:
    return Market()


def opened(market: Market, database: Any, storm: Storm = CALM) -> Carrier:
    store = Store(
        database.owner_url, TABLES, name="Carrier", secret="s", storm=storm, seed=7, post=market.post
    )
    store.told(START)
    return Carrier(store)


def asked(reference: str = "parcel-1", **values: Any) -> dict[str, Any]:
    return {
        "reference": reference, "country": "id", "service": "standard", "weight_g": 900,
        "from": {"zone": "jabodetabek", "area_text": "Kemang, Jakarta Selatan, DKI Jakarta"},
        "to": {"zone": "java_bali", "area_text": "Lowokwaru, Malang, Jawa Timur"},
        "callback": "http://market/notices/", "cod": None,
    } | values  # fmt: skip


def live(carrier: Carrier, days: int) -> None:
    """Days pass; the carrier works every six hours."""
    for _ in range(days * 4):
        carrier.store.told(carrier.store.now() + timedelta(hours=6))
        while carrier.work():
            pass


def test_the_same_reference_gets_the_same_number(fresh_market_db: Any, market: Market) -> None:
    carrier = opened(market, fresh_market_db)
    first, again = carrier.book(asked()), carrier.book(asked())
    assert first == again
    assert carrier.book(asked("parcel-2"))["tracking_number"] != first["tracking_number"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"weight_g": 0}, "bad_weight_g"),
        ({"weight_g": True}, "bad_weight_g"),
        ({"to": 7}, "bad_to"),
        ({"to": {"zone": ""}}, "bad_zone"),
        ({"cod": {"amount": "NaN", "currency": "IDR"}}, "bad_cod"),
        ({"cod": {"amount": "-1", "currency": "IDR"}}, "bad_cod"),
    ],
)
def test_a_booking_that_makes_no_sense_is_refused(
    fresh_market_db: Any, market: Market, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        opened(market, fresh_market_db).book(asked(**given))
    assert refusal.value.code == code


def test_scans_begin_with_the_hand_over_and_end_at_the_door(fresh_market_db: Any, market: Market) -> None:
    carrier = opened(market, fresh_market_db)
    tracking = carrier.book(asked())["tracking_number"]
    live(carrier, 1)
    assert market.told == []
    carrier.hand_over(tracking)
    carrier.hand_over(tracking)
    live(carrier, 6)
    assert market.codes() == ["PU10", "HB20", "TR30", "OD40", "DL50"]
    assert market.told[1]["place"] == "Jakarta Selatan hub"
    assert [scan["code"] for scan in carrier.scans(tracking)] == market.codes()


def test_a_parcel_that_nobody_takes_comes_back_and_collects_nothing(
    fresh_market_db: Any, market: Market
) -> None:
    carrier = opened(market, fresh_market_db, GOES_WRONG)
    carrier.hand_over(carrier.book(asked(cod={"amount": "150000.00", "currency": "IDR"}))["tracking_number"])
    live(carrier, 12)
    assert market.codes()[-4:] == ["DF51", "DF51", "RT60", "RT69"]
    assert carrier.remittances("")["remittances"] == []


def test_cash_is_handed_on_once_less_the_fee(fresh_market_db: Any, market: Market) -> None:
    carrier = opened(market, fresh_market_db)
    for reference, amount in (("a", "150000.00"), ("b", "49999.50")):
        booked = carrier.book(asked(reference, cod={"amount": amount, "currency": "IDR"}))
        carrier.hand_over(booked["tracking_number"])
    live(carrier, 8)
    handed = carrier.remittances("")["remittances"]
    assert sum(len(each["parcels"]) for each in handed) == 2
    assert sum(float(each["amount"]) for each in handed) == 199_999.50
    assert sum(float(each["fee"]) for each in handed) == pytest.approx(3_999.99)
    assert carrier.remittances(handed[-1]["reference"])["remittances"] == []


def test_thai_cash_stays_five_days(fresh_market_db: Any, market: Market) -> None:
    carrier = opened(market, fresh_market_db)
    booked = carrier.book(asked(country="th", cod={"amount": "100", "currency": "THB"}))
    carrier.hand_over(booked["tracking_number"])
    live(carrier, 6)
    assert "DL50" in market.codes()
    assert carrier.remittances("")["remittances"] == []
    live(carrier, 5)
    assert len(carrier.remittances("")["remittances"]) == 1


def test_after_the_hand_over_a_booking_cannot_be_taken_back(fresh_market_db: Any, market: Market) -> None:
    carrier = opened(market, fresh_market_db)
    tracking = carrier.book(asked())["tracking_number"]
    carrier.hand_over(tracking)
    with pytest.raises(Refused):
        carrier.cancel(tracking)


def test_a_cancelled_booking_is_not_fetched(fresh_market_db: Any, market: Market) -> None:
    carrier = opened(market, fresh_market_db)
    tracking = carrier.book(asked())["tracking_number"]
    assert carrier.cancel(tracking)["cancelled"]
    with pytest.raises(Refused):
        carrier.hand_over(tracking)


def test_notices_that_nobody_takes_are_sent_again(fresh_market_db: Any, market: Market) -> None:
    carrier = opened(market, fresh_market_db)
    carrier.hand_over(carrier.book(asked())["tracking_number"])
    market.answers = 503
    live(carrier, 6)
    assert market.told == []
    market.answers = 200
    live(carrier, 2)
    assert set(market.codes()) == {"PU10", "HB20", "TR30", "OD40", "DL50"}


def test_a_storm_sends_some_scans_twice_with_the_same_event_id(fresh_market_db: Any, market: Market) -> None:
    carrier = opened(market, fresh_market_db, STORMY)
    for parcel in range(20):
        carrier.hand_over(carrier.book(asked(f"parcel-{parcel}"))["tracking_number"])
    live(carrier, 12)
    events = [each["event_id"] for each in market.told]
    assert len(set(events)) < len(events)


def test_every_code_is_one_that_the_market_knows() -> None:
    seen = {
        scan.code
        for storm in (CALM, GOES_WRONG)
        for near in (True, False)
        for scan in way("n", "a", "b", START, same_zone=near, cash=True, seed=1, storm=storm)
    }
    assert seen <= set(notices.STATES)


def test_a_way_is_the_same_for_the_same_seed_and_goes_forward_in_time() -> None:
    for parcel in range(50):
        scans = way(str(parcel), "a", "b", START, same_zone=parcel % 2 == 0, cash=False, seed=3, storm=STORMY)
        again = way(str(parcel), "a", "b", START, same_zone=parcel % 2 == 0, cash=False, seed=3, storm=STORMY)
        assert scans == again
        assert [scan.at for scan in scans] == sorted(scan.at for scan in scans)


@pytest.mark.parametrize(
    ("serial", "digit"),
    [("12345678", 5), ("47312482", 9), ("00000001", 4), ("00000008", 0), ("00000015", 5), ("99999999", 5)],
)
def test_numbers_carry_the_check_digit_of_s10(serial: str, digit: int) -> None:
    assert s10_check(serial) == digit
    drawn = number("id", "r")
    assert drawn[:2] == "EP"
    assert drawn[-2:] == "ID"
    assert int(drawn[10]) == s10_check(drawn[2:10])
