-- Pending transfers that ended twice, for more than they held or between other accounts, or not in time.
-- In: now timestamptz (five minutes are allowed)
SELECT 'pending ' || p.id || ' ended as ' || e.id AS problem
  FROM ledger_transfer AS e
  LEFT JOIN ledger_transfer AS p ON p.id = e.pending_id
 WHERE e.kind IN ('post', 'void')
   AND (p.id IS NULL OR p.kind <> 'pending' OR e.amount_minor > p.amount_minor
        OR (e.debit_account_id, e.credit_account_id) IS DISTINCT FROM (p.debit_account_id, p.credit_account_id))
UNION ALL
SELECT 'ended twice: ' || pending_id FROM ledger_transfer
 WHERE pending_id IS NOT NULL GROUP BY pending_id HAVING count(*) > 1
UNION ALL
SELECT 'not ended in time: ' || p.id
  FROM ledger_transfer AS p
 WHERE p.kind = 'pending' AND p.expires_at < %(now)s::timestamptz - interval '5 minutes'
   AND NOT EXISTS (SELECT FROM ledger_transfer AS e WHERE e.pending_id = p.id)
