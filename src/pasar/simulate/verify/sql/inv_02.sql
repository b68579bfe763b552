-- Ventures whose book does not sum to zero per currency: kept balances and roll-ups with what came since.
WITH place AS (SELECT xid::text::xid8 AS xid FROM ledger_rollupposition),
moved AS (
    SELECT b.account_id, b.posted_debits - b.posted_credits AS difference FROM ledger_balance AS b
    UNION ALL
    SELECT account_id, debits - credits FROM ledger_rollup
    UNION ALL
    SELECT side.account_id, side.difference
      FROM place, ledger_transfer AS t,
           LATERAL (VALUES (t.debit_account_id, t.amount_minor), (t.credit_account_id, -t.amount_minor))
                   AS side (account_id, difference)
      JOIN ledger_account AS a ON a.id = side.account_id AND NOT a.kept
     WHERE t.xid >= place.xid AND t.kind IN ('posted', 'post')
)
SELECT a.country || ' ' || a.currency || ' is off by ' || sum(m.difference) AS problem
  FROM moved AS m JOIN ledger_account AS a ON a.id = m.account_id
 GROUP BY a.country, a.currency
HAVING sum(m.difference) <> 0
