-- Lots of coins that came, once per source. Returns those of this time.
-- In: ids uuid[], countries text[], customer_ids bigint[], amounts bigint[], sources text[], ends timestamptz[], at timestamptz
INSERT INTO promotions_coinlot (id, country, customer_id, earned_minor, left_minor, source, earned_at, ends_at)
SELECT w.id, w.country, w.customer_id, w.amount_minor, w.amount_minor, w.source, %(at)s::timestamptz, w.ends_at
  FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(customer_ids)s::bigint[], %(amounts)s::bigint[],
              %(sources)s::text[], %(ends)s::timestamptz[])
       AS w (id, country, customer_id, amount_minor, source, ends_at)
    ON CONFLICT (customer_id, source) DO NOTHING
RETURNING id
