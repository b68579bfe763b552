-- An account's transfers, the newest first, with the other side of each.
-- In: account_id bigint, at timestamptz and id uuid (of the last row seen; null: from the top), size int.
-- Index: transfer_by_debit, transfer_by_credit
WITH sides AS (
    (SELECT id, at, 'debit' AS side, credit_account_id AS other_id FROM ledger_transfer
      WHERE debit_account_id = %(account_id)s
        AND (%(at)s::timestamptz IS NULL OR (at, id) < (%(at)s::timestamptz, %(id)s::uuid))
      ORDER BY at DESC, id DESC LIMIT %(size)s)
    UNION ALL
    (SELECT id, at, 'credit', debit_account_id FROM ledger_transfer
      WHERE credit_account_id = %(account_id)s
        AND (%(at)s::timestamptz IS NULL OR (at, id) < (%(at)s::timestamptz, %(id)s::uuid))
      ORDER BY at DESC, id DESC LIMIT %(size)s)
)
SELECT t.id, s.side, t.amount_minor, t.code, t.ref_kind, t.ref_id, t.kind, t.at, o.id AS other_id, o.kind AS other_kind,
       o.owner_id AS other_owner
  FROM sides AS s
  JOIN ledger_transfer AS t ON t.id = s.id
  JOIN ledger_account AS o ON o.id = s.other_id
 ORDER BY s.at DESC, s.id DESC
 LIMIT %(size)s
