-- Notes which persons customers are, and adds to their count of purchases.
-- In: customer_ids bigint[] (each once), countries text[], person_keys text[], more int[] (may be negative), at timestamptz
INSERT INTO promotions_shopper AS s (customer_id, country, person_key, purchases, at)
SELECT w.customer_id, w.country, w.person_key, greatest(w.more, 0), %(at)s::timestamptz
  FROM unnest(%(customer_ids)s::bigint[], %(countries)s::text[], %(person_keys)s::text[], %(more)s::int[])
       AS w (customer_id, country, person_key, more)
 ORDER BY w.customer_id
    ON CONFLICT (customer_id) DO UPDATE
   SET person_key = excluded.person_key, purchases = greatest(s.purchases + (
           SELECT m.more FROM unnest(%(customer_ids)s::bigint[], %(more)s::int[]) AS m (customer_id, more)
            WHERE m.customer_id = s.customer_id), 0),
       at = excluded.at
