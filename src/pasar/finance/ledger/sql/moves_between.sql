-- What moved on the accounts of these kinds, which keep no balance row, over days of each venture, per kind.
-- In: countries, time_zones text[] (one a country), kinds text[], first, last date (both within).
-- Index: rollup_one_per_day, transfer_by_position
WITH place AS (SELECT xid::text::xid8 AS xid FROM ledger_rollupposition),
zones AS (SELECT * FROM unnest(%(countries)s::text[], %(time_zones)s::text[]) AS z (country, time_zone)),
chosen AS (SELECT a.* FROM ledger_account AS a JOIN zones USING (country) WHERE a.kind = ANY (%(kinds)s::text[])),
moved AS (
    SELECT r.account_id, r.debits, r.credits
      FROM ledger_rollup AS r JOIN chosen AS a ON a.id = r.account_id
     WHERE r.day BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT side.account_id, side.debits, side.credits
      FROM place, zones AS z
      JOIN ledger_transfer AS t USING (country),
           LATERAL (VALUES (t.debit_account_id, t.amount_minor, 0), (t.credit_account_id, 0, t.amount_minor))
                   AS side (account_id, debits, credits)
     WHERE t.xid >= place.xid AND t.kind IN ('posted', 'post')
       AND (t.at AT TIME ZONE z.time_zone)::date BETWEEN %(first)s AND %(last)s
)
SELECT a.country, a.currency, a.kind, sum(m.debits)::bigint AS debits_minor, sum(m.credits)::bigint AS credits_minor
  FROM chosen AS a JOIN moved AS m ON m.account_id = a.id
 GROUP BY a.country, a.currency, a.kind
 ORDER BY a.country, a.currency, a.kind
