from datetime import UTC, date, datetime
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar.finance.payouts import operations, pain001, queries, rules
from pasar.finance.payouts.errors import BadAccount
from pasar.finance.payouts.models import Account

GOOD = {
    "seller_id": 3,
    "country": "id",
    "bank_code": "BCA",
    "number": "123-456 7890",
    "holder": " Ibu  Sari ",
}


def test_an_account_is_shown_masked(db):
    assert operations.set_account(**GOOD) == "••••7890"
    account = queries.account(3)
    assert (account.masked, account.bank_name, account.holder) == (
        "••••7890",
        "Bank Central Asia",
        "Ibu Sari",
    )
    assert queries.account(4) is None


def test_a_change_keeps_what_was(db):
    operations.set_account(**GOOD)
    operations.set_account(**GOOD)
    assert Account.objects.count() == 1
    operations.set_account(**(GOOD | {"number": "99988877"}))
    assert queries.account(3).masked == "••••8877"
    assert Account.objects.filter(ended_at=None).count() == 1
    assert Account.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"bank_code": "NOBANK"}, {"number": "12"}, {"number": "ABCDEF"}, {"number": "123;DROP"}, {"holder": ""},
     {"holder": "x" * 141}, {"holder": "A\x00B"}],
)  # fmt: skip
def test_an_account_that_cannot_be_is_refused(db, wrong):
    with pytest.raises(BadAccount) as refusal:
        operations.set_account(**(GOOD | wrong))
    assert refusal.value.data == {"field": next(iter(wrong))}
    assert not Account.objects.exists()


@given(st.text("0123456789", min_size=5, max_size=34))
def test_a_mask_never_shows_more_than_half_nor_more_than_four(number):
    shown = rules.masked(number).removeprefix("••••")
    assert number.endswith(shown)
    assert len(shown) <= min(4, len(number) / 2)


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=20), st.sampled_from(["IDR", "VND", "MYR"]))
def test_the_banks_file_adds_up(amounts, currency):
    order = pain001.Order(
        reference="P-ID-1", currency=currency, payer="PT Pasar <& Co>", payer_account="1", payer_bank="B",
        made_at=datetime(2026, 11, 25, 3, tzinfo=UTC), execute_on=date(2026, 11, 25),
        transfers=[
            pain001.Transfer(f"{n:032x}", minor, "BCA", "123", "Nguyễn Thị Ánh", "P") for n, minor in enumerate(amounts)
        ],
    )  # fmt: skip
    root = Xml.fromstring(pain001.document(order))
    found = {"n": pain001.NAMESPACE}
    assert root.findtext(".//n:GrpHdr/n:NbOfTxs", namespaces=found) == str(len(amounts))
    assert root.findtext(".//n:GrpHdr/n:CtrlSum", namespaces=found) == pain001.amount(sum(amounts), currency)
    assert [each.text for each in root.findall(".//n:InstdAmt", found)] == [
        pain001.amount(minor, currency) for minor in amounts
    ]
    assert {each.get("Ccy") for each in root.findall(".//n:InstdAmt", found)} == {currency}
