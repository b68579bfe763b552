-- Writes transfers that are not there yet, moves the kept balances they touch (locked in account order), and
-- returns the ids written. All or nothing: a guarded balance below zero breaks balance_guarded.
-- In: ids uuid[], countries, currencies text[], debit_kinds text[], debit_owners bigint[], credit_kinds text[],
--     credit_owners bigint[], amounts bigint[] (minor units), codes, ref_kinds, ref_ids, kinds text[],
--     pending_ids uuid[], released bigint[] (what a post or void lets go of the pending one), expiries timestamptz[],
--     at timestamptz.   Index: account_one_of_a_kind, ledger_transfer_pkey, ledger_balance_pkey
WITH wanted AS MATERIALIZED (
    SELECT w.*, d.id AS debit_account_id, c.id AS credit_account_id,
           CASE WHEN w.kind IN ('posted', 'post') THEN w.amount_minor ELSE 0 END AS posted,
           CASE w.kind WHEN 'posted' THEN 0 WHEN 'pending' THEN w.amount_minor ELSE -w.released END AS held
      FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(currencies)s::text[], %(debit_kinds)s::text[],
                  %(debit_owners)s::bigint[], %(credit_kinds)s::text[], %(credit_owners)s::bigint[],
                  %(amounts)s::bigint[], %(codes)s::text[], %(ref_kinds)s::text[], %(ref_ids)s::text[],
                  %(kinds)s::text[], %(pending_ids)s::uuid[], %(released)s::bigint[], %(expiries)s::timestamptz[])
           AS w (id, country, currency, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor, code,
                 ref_kind, ref_id, kind, pending_id, released, expires_at)
      -- An account that does not exist leaves a NULL, which the table refuses.
      LEFT JOIN ledger_account AS d ON d.country = w.country AND d.currency = w.currency
                                   AND d.kind = w.debit_kind AND d.owner_id = w.debit_owner
      LEFT JOIN ledger_account AS c ON c.country = w.country AND c.currency = w.currency
                                   AND c.kind = w.credit_kind AND c.owner_id = w.credit_owner),
landed AS (
    INSERT INTO ledger_transfer (id, country, currency, debit_account_id, credit_account_id, amount_minor, code,
                                 ref_kind, ref_id, kind, pending_id, expires_at, at)
    SELECT id, country, currency, debit_account_id, credit_account_id, amount_minor, code, ref_kind, ref_id, kind,
           pending_id, expires_at, %(at)s
      FROM wanted
     ORDER BY id  -- two calls that share ids meet in one order
    ON CONFLICT (id) DO NOTHING
    RETURNING id),
moves AS (
    SELECT side.account_id, sum(side.debits) AS debits, sum(side.credits) AS credits,
           sum(side.held_debits) AS held_debits, sum(side.held_credits) AS held_credits
      FROM landed JOIN wanted AS w USING (id),
           LATERAL (VALUES (w.debit_account_id, w.posted, 0, w.held, 0), (w.credit_account_id, 0, w.posted, 0, w.held))
                   AS side (account_id, debits, credits, held_debits, held_credits)
     GROUP BY side.account_id),
locked AS MATERIALIZED (
    SELECT b.account_id
      FROM ledger_balance AS b
     WHERE b.account_id IN (SELECT account_id FROM moves)
     ORDER BY b.account_id
       FOR NO KEY UPDATE),
moved AS (
    UPDATE ledger_balance AS b
       SET posted_debits = b.posted_debits + m.debits, posted_credits = b.posted_credits + m.credits,
           pending_debits = b.pending_debits + m.held_debits, pending_credits = b.pending_credits + m.held_credits
      FROM locked JOIN moves AS m USING (account_id)
     WHERE b.account_id = locked.account_id)
SELECT id FROM landed
