from pasar.finance.escrow.tests.making import fill_wallet, hold, make_order
from pasar.finance.wallet import queries


def test_a_customer_who_never_had_money_has_an_empty_wallet(db):
    assert queries.balance("id", 7) == queries.WalletView("IDR", 0, 0)
    assert queries.history("id", 7).entries == ()


def test_a_wallet_shows_what_came_in_and_what_it_paid(db, django_assert_num_queries):
    fill_wallet(7, 5_000)
    order = make_order()
    hold(order)
    assert queries.balance("id", 7) == queries.WalletView("IDR", 5_000, 5_000)
    with django_assert_num_queries(3):
        history = queries.history("id", 7)
    assert [(each.why, each.amount_minor) for each in history.entries] == [
        ("hold", -101_500), ("top_up", 101_500), ("top_up", 5_000),
    ]  # fmt: skip
    assert history.entries[0].ref_id == str(order.order_id)


def test_a_wallet_is_the_customers_own_in_one_venture(db):
    fill_wallet(7, 5_000)
    assert queries.balance("id", 8).balance_minor == 0
    assert queries.balance("my", 7).balance_minor == 0
