"""One way to break each invariant, for the tables' owner, past triggers, foreign keys and checks."""

_TRANSFER = """
INSERT INTO ledger_transfer (id, country, currency, debit_account_id, credit_account_id, amount_minor, code, ref_kind,
                             ref_id, kind, pending_id, expires_at, at)
SELECT gen_random_uuid(), country, currency, debit_account_id, credit_account_id, amount_minor, code, ref_kind, ref_id,
       {}, at FROM ledger_transfer WHERE kind = 'posted' LIMIT 1"""


def _drop(table: str, constraint: str) -> str:
    return f"ALTER TABLE {table} DROP CONSTRAINT {constraint};"


_USE = """
INSERT INTO promotions_use (id, country, promotion_id, version, purchase_id, customer_id, person_key, n, most,
                            amount_minor, platform_minor, gives_back, taken_at)
SELECT gen_random_uuid(), 'id', 1, 1, gen_random_uuid(), 1, 'ani', n, 1, 0, 0, 'full', '2026-01-01'
  FROM generate_series(1, 2) AS n"""
_LOT = """
INSERT INTO promotions_coinlot (id, country, customer_id, earned_minor, left_minor, source, earned_at, ends_at)
VALUES (gen_random_uuid(), 'id', 1, 5, {}, 'gift', '2026-01-01', '2027-01-01')"""

BREAKS = {
    "INV-01": "UPDATE ledger_transfer SET currency = 'MYR' WHERE code = 'sale'",
    "INV-02": "UPDATE ledger_rollup SET debits = debits + 1 WHERE id = (SELECT min(id) FROM ledger_rollup)",
    "INV-03": _drop("ledger_balance", "balance_guarded")
    + "UPDATE ledger_balance SET posted_debits = posted_credits + 1 WHERE guard = 'credit'",
    "INV-04": "UPDATE ledger_balance SET posted_debits = posted_debits + 1, posted_credits = posted_credits + 1",
    "INV-05": "GRANT UPDATE ON ledger_transfer TO pasar_app",
    "INV-06": _TRANSFER.format("'pending', NULL, '2020-01-01'"),
    "INV-07": _drop("orders_line", "line_adds_up") + "UPDATE orders_line SET goods_minor = goods_minor + 1",
    "INV-08": "UPDATE orders_order SET goods_minor = goods_minor + 1, total_minor = total_minor + 1",
    "INV-09": "UPDATE orders_purchase SET shipping_minor = shipping_minor + 1, total_minor = total_minor + 1",
    "INV-10": _drop("stock_level", "level_reserved_within_on_hand")
    + "UPDATE stock_level SET reserved = on_hand + 1",
    "INV-11": "UPDATE stock_level SET on_hand = on_hand + 1",
    "INV-12": "UPDATE stock_reservation SET state = 'released' WHERE state = 'claimed'",
    "INV-13": "UPDATE payments_refund SET amount_minor = amount_minor + 1",
    "INV-14": "UPDATE payments_refund SET currency = 'MYR'",
    "INV-15": "UPDATE escrow_hold SET amount_minor = amount_minor + 1, ended_at = NULL WHERE source = 'wallet'",
    "INV-16": "INSERT INTO promotions_promotion (country, scope, kind, class_key, listed, version, starts_at, ends_at,"
    " used, spent_minor, made_at) VALUES ('id', 'platform', 'amount_off', 'platform_voucher', true, 1, '2026-01-01',"
    " '2026-02-01', 1, 0, '2026-01-01')",
    "INV-17": _drop("promotions_use", "promotion_use_within_limit") + _USE,
    "INV-18": "UPDATE escrow_share SET released_minor = released_minor + 1",
    "INV-19": "UPDATE escrow_hold SET amount_minor = amount_minor + 1, ended_at = NULL",
    "INV-20": "UPDATE orders_order SET status = 'cancelled' WHERE status = 'to_ship'",
    "INV-21": "DROP INDEX payment_charge_once; UPDATE payments_payment SET charge_id = 'same'",
    "INV-22": "UPDATE checkout_attempt SET customer_id = customer_id + 1",
    "INV-23": "INSERT INTO payments_notice (provider, event_id, about, reference, raw, received_at, state, problem,"
    " attempts, next_try_at) VALUES ('demo_bank', 'e', 'other', '', '', '2020-01-01', 'received', '', 0, '2020-01-01')",
    "INV-24": "UPDATE kernel_event SET at = at - interval '1 day'; UPDATE kernel_consumer SET xid = 0",
    "INV-25": "UPDATE kernel_auditentry SET reason = 'another'",
    "INV-26": "UPDATE settlement_statementline SET amount_minor = amount_minor + 1",
    "INV-27": "UPDATE payouts_payout SET amount_minor = amount_minor + 1",
    "INV-28": "UPDATE ledger_balance SET posted_credits = posted_credits + 1 WHERE account_id IN"
    " (SELECT id FROM ledger_account WHERE kind = 'seller_payable')",
    "INV-29": "UPDATE escrow_share SET commission_minor = commission_minor + 1 WHERE payee = 'seller_payable'",
    "INV-31": "UPDATE orders_order SET currency = 'MYR'",
    "INV-32": "UPDATE fulfilment_parcelline SET line_id = gen_random_uuid()",
    "INV-33": "UPDATE orders_purchase SET status = 'cancelled'",
    "INV-34": "UPDATE orders_line SET status = 'packed' WHERE status = 'to_ship'",
    "INV-35": "UPDATE orders_order SET seller_id = seller_id + 1000000",
    "INV-37": "INSERT INTO payments_statementline (provider, number, at, direction, kind, reference, currency,"
    " amount_minor, state, matched_to, problem, read_at) VALUES"
    " ('demo_bank', 99, '2020-01-01', 'credit', 'charge', 'x', 'IDR', 1, 'open', '', '', '2020-01-01')",
    "INV-39": "UPDATE messages_message SET body = 'My card is 4111 1111 1111 1111, use it.'",
    "INV-40": "UPDATE orders_order SET paid_at = placed_at - interval '1 day'",
    "INV-41": _drop("sellers_feerule", "fee_rule_four_eyes") + "UPDATE sellers_feerule SET approver = maker",
    "INV-42": "INSERT INTO identity_code (target, purpose, nonce, tries, sent_at, ends_at, used_at) VALUES"
    " ('a@example.com', 'sign_in', '\\x00', 0, '2026-01-01', '2026-01-02', '2026-01-03')",
    "INV-43": "INSERT INTO campaigns_use (country, item_id, customer_id, units, most) VALUES ('id', 1, 1, 1, 2)",
}
"""By the invariant's key. Statements of one entry run in one transaction that is rolled back."""

MORE_BREAKS = (
    ("INV-17", _LOT.format(5)),
    ("INV-17", _drop("promotions_coinlot", "coin_lot_left_of_what_was_earned") + _LOT.format(6)),
    ("INV-05", "ALTER TABLE orders_discount DISABLE TRIGGER discount_append_only"),
    (
        "INV-07",
        "UPDATE orders_discount SET seller_minor = seller_minor + 1, units = ARRAY[units[1] + 1]"
        " WHERE promotion_id = 1",
    ),
    ("INV-07", "UPDATE orders_discount SET units = ARRAY[units[1] - 1, 1] WHERE promotion_id = 2"),
    ("INV-07", "UPDATE orders_discount SET units = ARRAY[units[1] + 1] WHERE promotion_id = 2"),
    ("INV-07", "UPDATE orders_discount SET order_id = gen_random_uuid() WHERE promotion_id = 1"),
    (
        "INV-07",
        _drop("orders_line", "line_tax_within_goods")
        + "UPDATE orders_line SET tax_minor = goods_minor WHERE seller_discount_minor > 0",
    ),
    (
        "INV-07",
        "UPDATE orders_discount SET units = ARRAY[9000000], platform_minor = 9000000 WHERE promotion_id = 2;"
        + _drop("orders_line", "line_discounts_within_goods")
        + "UPDATE orders_line SET platform_discount_minor = 9000000 WHERE platform_discount_minor > 0",
    ),
    ("INV-08", "UPDATE orders_discount SET platform_minor = platform_minor + 1 WHERE line_id IS NULL"),
    ("INV-08", "UPDATE orders_discount SET order_id = gen_random_uuid() WHERE line_id IS NULL"),
    (
        "INV-08",
        "UPDATE orders_order SET coins_minor = coins_minor - 1, total_minor = total_minor + 1 WHERE coins_minor > 0",
    ),
    (
        "INV-09",
        "UPDATE orders_purchase SET coins_minor = coins_minor - 1, discount_minor = discount_minor + 1"
        " WHERE coins_minor > 0",
    ),
    ("INV-14", "UPDATE escrow_refund SET coins_minor = coins_minor + 1 WHERE coins_minor > 0"),
    (
        "INV-14",
        "UPDATE escrow_share SET subsidy_back_minor = subsidy_back_minor + 1, coins_back_minor = coins_back_minor - 1"
        " WHERE coins_back_minor > 0",
    ),
    (
        "INV-14",
        _drop("escrow_share", "share_layers_within_back")
        + "UPDATE escrow_share AS s SET coins_back_minor = n.coins_minor + 1 FROM orders_line AS n"
        " WHERE n.id = s.line_id",
    ),
    (
        "INV-15",
        "UPDATE escrow_hold SET subsidy_minor = subsidy_minor - 1 WHERE subsidy_back_minor < subsidy_minor",
    ),
    ("INV-15", "UPDATE orders_line SET status = 'returned' WHERE status = 'completed'"),
    ("INV-19", "UPDATE escrow_hold SET coins_minor = coins_minor - 1 WHERE coins_back_minor < coins_minor"),
    ("INV-29", "UPDATE ledger_transfer SET code = 'shipping_discount' WHERE code = 'sale'"),
    ("INV-20", "UPDATE orders_purchase SET status = 'to_collect' WHERE payment_method = 'cod'"),
    (
        "INV-20",
        "UPDATE orders_purchase SET status = 'awaiting_payment', pay_by = '2020-01-01' WHERE status = 'paid'",
    ),
    ("INV-33", "UPDATE orders_purchase SET status = 'cancelled' WHERE payment_method = 'cod'"),
    ("INV-33", "UPDATE orders_order SET paid_at = NULL WHERE payment_method = 'wallet'"),
    (
        "INV-40",
        "UPDATE orders_order SET completed_at = delivered_at - interval '1 day' WHERE status = 'completed'",
    ),
)
"""Further ways, for invariants that say several things."""
