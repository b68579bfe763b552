-- Balances of accounts: the kept row, or what is rolled up and the transfers since.
-- In: country text or null (all), kinds text[] or null (all), owner_id bigint or null (all), account_id bigint or null
--     (all).   Index: transfer_by_position, rollup_one_per_day
WITH place AS (SELECT xid::text::xid8 AS xid FROM ledger_rollupposition),
chosen AS (
    SELECT * FROM ledger_account
     WHERE (%(country)s::text IS NULL OR country = %(country)s) AND (%(kinds)s::text[] IS NULL OR kind = ANY (%(kinds)s))
       AND (%(owner_id)s::bigint IS NULL OR owner_id = %(owner_id)s)
       AND (%(account_id)s::bigint IS NULL OR id = %(account_id)s)
), moved AS (
    SELECT r.account_id, r.debits, r.credits
      FROM ledger_rollup AS r JOIN chosen AS a ON a.id = r.account_id
    UNION ALL
    SELECT side.account_id, side.debits, side.credits
      FROM place, ledger_transfer AS t,
           LATERAL (VALUES (t.debit_account_id, t.amount_minor, 0), (t.credit_account_id, 0, t.amount_minor))
                   AS side (account_id, debits, credits)
     WHERE t.xid >= place.xid AND t.kind IN ('posted', 'post')
), summed AS (
    SELECT account_id, sum(debits)::bigint AS debits, sum(credits)::bigint AS credits FROM moved GROUP BY account_id
)
SELECT a.id, a.country, a.currency, a.kind, a.owner_id,
       coalesce(CASE WHEN a.kept THEN b.posted_debits ELSE s.debits END, 0) AS debits_minor,
       coalesce(CASE WHEN a.kept THEN b.posted_credits ELSE s.credits END, 0) AS credits_minor,
       coalesce(b.pending_debits, 0) AS pending_debits_minor, coalesce(b.pending_credits, 0) AS pending_credits_minor
  FROM chosen AS a
  LEFT JOIN ledger_balance AS b ON b.account_id = a.id
  LEFT JOIN summed AS s ON s.account_id = a.id
 ORDER BY a.country, a.currency, a.kind, a.owner_id
