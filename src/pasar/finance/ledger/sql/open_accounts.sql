-- Opens accounts that are missing, with a balance row where the kind keeps one.
-- In: countries, currencies, kinds text[], owners bigint[], sides text[], kept, guarded boolean[].   Index: account_one_of_a_kind
WITH opened AS (
    INSERT INTO ledger_account (country, currency, kind, owner_id, side, kept, guarded)
    SELECT w.*
      FROM unnest(%(countries)s::text[], %(currencies)s::text[], %(kinds)s::text[], %(owners)s::bigint[],
                  %(sides)s::text[], %(kept)s::boolean[], %(guarded)s::boolean[])
           AS w (country, currency, kind, owner_id, side, kept, guarded)
     -- Asked first, so that a known account burns no number of the sequence.
     WHERE NOT EXISTS (SELECT FROM ledger_account AS a
                        WHERE a.country = w.country AND a.currency = w.currency
                          AND a.kind = w.kind AND a.owner_id = w.owner_id)
    ON CONFLICT (country, currency, kind, owner_id) DO NOTHING
    RETURNING id, side, kept, guarded)
INSERT INTO ledger_balance (account_id, guard, posted_debits, posted_credits, pending_debits, pending_credits)
SELECT id, CASE WHEN guarded THEN side ELSE '' END, 0, 0, 0, 0
  FROM opened
 WHERE kept
