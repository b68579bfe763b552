-- Kept balances and roll-ups that are not the sum of their transfers.
WITH sides AS (
    SELECT side.account_id, t.xid, t.kind, side.debit, t.amount_minor,
           t.kind = 'pending' AND NOT EXISTS (SELECT FROM ledger_transfer AS e WHERE e.pending_id = t.id) AS holds
      FROM ledger_transfer AS t,
           LATERAL (VALUES (t.debit_account_id, true), (t.credit_account_id, false)) AS side (account_id, debit)
), summed AS (
    SELECT account_id,
           coalesce(sum(amount_minor) FILTER (WHERE kind IN ('posted', 'post') AND debit), 0) AS debits,
           coalesce(sum(amount_minor) FILTER (WHERE kind IN ('posted', 'post') AND NOT debit), 0) AS credits,
           coalesce(sum(amount_minor) FILTER (WHERE holds AND debit), 0) AS held_debits,
           coalesce(sum(amount_minor) FILTER (WHERE holds AND NOT debit), 0) AS held_credits
      FROM sides
     GROUP BY account_id
), before AS (
    SELECT s.account_id, coalesce(sum(s.amount_minor) FILTER (WHERE s.debit), 0) AS debits,
           coalesce(sum(s.amount_minor) FILTER (WHERE NOT s.debit), 0) AS credits
      FROM sides AS s, ledger_rollupposition AS p
     WHERE s.kind IN ('posted', 'post') AND s.xid < p.xid::text::xid8
     GROUP BY s.account_id
), rolled AS (
    SELECT account_id, sum(debits) AS debits, sum(credits) AS credits FROM ledger_rollup GROUP BY account_id
)
SELECT 'kept balance of account ' || a.id || ' ' || a.kind || ' ' || a.owner_id AS problem
  FROM ledger_account AS a
  LEFT JOIN ledger_balance AS b ON b.account_id = a.id
  LEFT JOIN summed AS s ON s.account_id = a.id
 WHERE a.kept
   AND (b.account_id IS NULL
        OR (b.posted_debits, b.posted_credits, b.pending_debits, b.pending_credits) IS DISTINCT FROM
           (coalesce(s.debits, 0), coalesce(s.credits, 0), coalesce(s.held_debits, 0), coalesce(s.held_credits, 0)))
UNION ALL
SELECT 'roll-up of account ' || a.id || ' ' || a.kind || ' ' || a.owner_id
  FROM ledger_account AS a
  LEFT JOIN before AS b ON b.account_id = a.id
  LEFT JOIN rolled AS r ON r.account_id = a.id
 WHERE NOT a.kept
   AND (coalesce(b.debits, 0), coalesce(b.credits, 0)) IS DISTINCT FROM (coalesce(r.debits, 0), coalesce(r.credits, 0))
