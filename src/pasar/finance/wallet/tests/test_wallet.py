from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer
from pasar.finance.wallet import queries
from pasar.kernel import ids

PURSE = AccountKey("wallet", 7)


def move(debit, credit, amount_minor, code):
    ledger.post([NewTransfer(ids.uuid7(), "id", "IDR", debit, credit, amount_minor, code, "order", "o1")])


def test_a_customer_who_never_had_money_has_an_empty_wallet(db):
    assert queries.balance("id", 7) == queries.WalletView("IDR", 0, 0)
    assert queries.history("id", 7).entries == ()


def test_a_wallet_shows_what_came_in_and_what_it_paid(db, django_assert_num_queries):
    move(AccountKey("bank"), PURSE, 5_000, "top_up")
    move(PURSE, AccountKey("escrow"), 1_200, "hold")
    assert queries.balance("id", 7) == queries.WalletView("IDR", 3_800, 3_800)
    with django_assert_num_queries(3):
        history = queries.history("id", 7)
    assert [(each.why, each.amount_minor) for each in history.entries] == [
        ("hold", -1_200),
        ("top_up", 5_000),
    ]
    assert history.entries[0].ref_id == "o1"


def test_a_wallet_is_the_customers_own_in_one_venture(db):
    move(AccountKey("bank"), PURSE, 5_000, "top_up")
    assert queries.balance("id", 8).balance_minor == 0
    assert queries.balance("my", 7).balance_minor == 0
