-- Pending transfers past their time that nothing has ended.  In: at timestamptz, size int.   Index: transfer_by_expiry
SELECT t.id
  FROM ledger_transfer AS t
 WHERE t.kind = 'pending' AND t.expires_at <= %(at)s
   AND NOT EXISTS (SELECT FROM ledger_transfer AS e WHERE e.pending_id = t.id)
 ORDER BY t.expires_at, t.id
 LIMIT %(size)s
