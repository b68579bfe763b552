-- What customers bring: who they are, whether they never bought, whether it is known which person they are.
-- In: customer_ids bigint[]
-- Index: promotions_shopper_pkey, shopper_by_person
SELECT w.customer_id, coalesce(s.person_key, 'customer:' || w.customer_id) AS person_key,
       NOT EXISTS (SELECT FROM promotions_shopper AS o
                    WHERE o.country = s.country AND o.person_key = s.person_key AND o.purchases > 0) AS is_new,
       s.customer_id IS NOT NULL AS known
  FROM unnest(%(customer_ids)s::bigint[]) AS w (customer_id)
  LEFT JOIN promotions_shopper AS s ON s.customer_id = w.customer_id
