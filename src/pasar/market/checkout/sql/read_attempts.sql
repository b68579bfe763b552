-- Keys that have placed a purchase, with the answers given.  In: customer_ids bigint[], keys text[] (pairs)
-- Index: attempt_once_per_key
SELECT a.customer_id, a.key, a.body_hash, a.outcome
  FROM unnest(%(customer_ids)s::bigint[], %(keys)s::text[]) AS w (customer_id, key)
  JOIN checkout_attempt AS a ON a.customer_id = w.customer_id AND a.key = w.key
