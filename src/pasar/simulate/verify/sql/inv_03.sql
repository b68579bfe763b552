-- Guarded balances below zero, also less what pending transfers hold, and accounts that should be guarded and are not.
-- In: guarded text[] (kinds of the chart that may not be overdrawn)
SELECT 'account ' || a.id || ' ' || a.kind || ' ' || a.owner_id AS problem
  FROM ledger_account AS a
  LEFT JOIN ledger_balance AS b ON b.account_id = a.id
 WHERE a.kind = ANY (%(guarded)s::text[])
   AND (NOT a.guarded OR b.guard IS DISTINCT FROM a.side
        OR a.side = 'credit' AND b.posted_credits < b.posted_debits + b.pending_debits
        OR a.side = 'debit' AND b.posted_debits < b.posted_credits + b.pending_credits)
