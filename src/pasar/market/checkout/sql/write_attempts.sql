-- Remembers the answers.  In: one array per column, hashes as hex, outcomes as JSON text; at timestamptz
INSERT INTO checkout_attempt (country, customer_id, key, body_hash, purchase_id, outcome, at)
SELECT w.country, w.customer_id, w.key, decode(w.body_hash, 'hex'), w.purchase_id, w.outcome, %(at)s
  FROM unnest(%(countries)s::text[], %(customer_ids)s::bigint[], %(keys)s::text[], %(hashes)s::text[],
              %(purchase_ids)s::uuid[], %(outcomes)s::jsonb[])
       AS w (country, customer_id, key, body_hash, purchase_id, outcome)
