-- Adds up transfers of ended transactions by account and day of the venture, for accounts that keep no balance, and
-- moves the position.  In: countries, time_zones text[] (one a country), xid, horizon bigint.
-- Index: transfer_by_position, rollup_one_per_day
WITH moved AS (
    SELECT side.account_id, (t.at AT TIME ZONE z.time_zone)::date AS day,
           sum(side.debits)::bigint AS debits, sum(side.credits)::bigint AS credits
      FROM ledger_transfer AS t
      JOIN unnest(%(countries)s::text[], %(time_zones)s::text[]) AS z (country, time_zone) USING (country),
           LATERAL (VALUES (t.debit_account_id, t.amount_minor, 0), (t.credit_account_id, 0, t.amount_minor))
                   AS side (account_id, debits, credits)
      JOIN ledger_account AS a ON a.id = side.account_id AND NOT a.kept
     WHERE t.xid >= %(xid)s::text::xid8 AND t.xid < %(horizon)s::text::xid8 AND t.kind IN ('posted', 'post')
     GROUP BY side.account_id, day
), stepped AS (
    UPDATE ledger_rollupposition SET xid = %(horizon)s::text::bigint WHERE id = 1
)
INSERT INTO ledger_rollup AS r (account_id, day, debits, credits)
SELECT account_id, day, debits, credits FROM moved ORDER BY account_id, day
ON CONFLICT (account_id, day) DO UPDATE SET debits = r.debits + excluded.debits, credits = r.credits + excluded.credits
