from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar.finance.payments import rules
from pasar.finance.payments.providers.demo_bank import amounts
from pasar.kernel.ids import uuid7
from pasar.kernel.money import EXPONENTS

EXPECTED = rules.Expected("ID123", "IDR", 10_000, "sandbox")


def found(**other):
    given = {
        "reference": "ID123", "currency": "IDR", "amount_minor": 10_000, "received_minor": 10_000, "state": "paid",
        "mode": "sandbox",
    }  # fmt: skip
    return rules.Found(**(given | other))


def test_a_charge_that_is_as_asked_for_and_paid_is_captured():
    assert rules.judge(EXPECTED, found()) == rules.Judgement("captured")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"reference": "ID124"}, "wrong_reference"),
        ({"mode": "live"}, "wrong_mode"),
        ({"currency": "VND"}, "wrong_currency"),
        ({"received_minor": None}, "nothing_received"),
        ({"received_minor": 0}, "nothing_received"),
    ],
)
def test_a_charge_that_differs_moves_nothing(change, problem):
    assert rules.judge(EXPECTED, found(**change)) == rules.Judgement("mismatch", problem)


@given(st.integers(1, 10**12).filter(lambda minor: minor != 10_000))
def test_any_other_amount_is_a_wrong_amount(minor):
    assert rules.judge(EXPECTED, found(received_minor=minor)).verdict == "wrong_amount"


@given(st.uuids(), st.uuids())
def test_references_fit_a_code_and_tell_payments_apart(one, other):
    first, second = rules.reference_of("id", one), rules.reference_of("id", other)
    assert len(first) == 22
    assert first.isalnum()
    assert first.isascii()
    same_bits = one.int % 2**100 == other.int % 2**100
    assert (first == second) == same_bits


def test_references_of_payments_made_one_after_another_differ():
    assert len({rules.reference_of("th", uuid7()) for _ in range(2_000)}) == 2_000
    assert rules.reference_of("th", UUID(int=0)) == "TH" + "0" * 20


@given(st.integers(0, 40_000))
def test_waits_grow_and_end(attempts):
    assert 2 <= rules.wait(attempts).total_seconds() <= rules.LONGEST_WAIT_S
    assert rules.wait(attempts) <= rules.wait(attempts + 1)


@given(st.integers(0, 10**14), st.sampled_from(sorted(EXPONENTS)))
def test_amounts_travel_to_the_bank_and_back(minor, currency):
    assert amounts.minor_of(amounts.major_of(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("1.5", "VND"), ("1.005", "IDR"),
     ("-1", "IDR"), ("1e3", "IDR"), ("", "IDR"), ("1,00", "IDR"), (5, "IDR"), ("1", "EUR"),
     ("٣", "IDR"), ("NaN", "THB")],
)  # fmt: skip
def test_what_is_not_exactly_an_amount_is_refused(amount, currency):
    with pytest.raises(ValueError):
        amounts.minor_of(amount, currency)
