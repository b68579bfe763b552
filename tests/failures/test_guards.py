"""The last word is the database's: what must never be is refused there, whatever code asks for it."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from tests.failures.market import purchase_of, voucher_for

USE = """
INSERT INTO promotions_use (id, country, promotion_id, version, purchase_id, customer_id, person_key, n, most,
                            amount_minor, platform_minor, gives_back, taken_at)
SELECT gen_random_uuid(), country, promotion_id, version, {}, customer_id, person_key, {}, NULL, amount_minor,
       platform_minor, gives_back, taken_at FROM promotions_use"""

FORBIDDEN = {
    "promotion_used_within_quota": "UPDATE promotions_promotion SET used = quota + 1",
    "promotion_spent_within_budget": "UPDATE promotions_promotion SET spent_minor = budget_minor + 1",
    "use_once_per_purchase": USE.format("purchase_id", "n + 1"),
    "use_one_per_person_and_count": USE.format("gen_random_uuid()", "n"),
    "level_reserved_within_on_hand": "UPDATE stock_level SET reserved = on_hand + 1",
    "reservation_of_a_unit_or_more": "UPDATE stock_reservation SET units = 0",
    "balance_guarded": "UPDATE ledger_balance SET posted_debits = posted_credits + 1 WHERE guard = 'credit'",
    "line_adds_up": "UPDATE orders_line SET goods_minor = goods_minor - 1",
    "": "UPDATE ledger_transfer SET amount_minor = 1",
}


def test_the_database_refuses_what_must_never_be(market, rich, who):
    """Prevented: a limit that only the code of one page knows, and another page, job or import passes by."""
    voucher_for(rich, off_minor=1_000_000, quota=1, budget_minor=5_000_000, per_customer=1)
    purchase_of(who.confirm(who.put_in((market.sku("A"), 1)).asked(method="wallet")))
    for name, statement in FORBIDDEN.items():
        with (
            pytest.raises((IntegrityError, InternalError, ProgrammingError)) as refusal,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert name in str(refusal.value), (name, refusal.value)
