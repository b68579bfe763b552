-- What customers have to do with promotions, of all pairs: whether they collected it, and the numbers of their person's uses
-- that count. Read after the promotions are locked, so that nobody is about to add one. Pairs without either are left out.
-- In: customer_ids bigint[], promotion_ids bigint[]
-- Index: promotions_shopper_pkey, voucher_collected_once, use_one_per_person_and_count, use_by_customer
SELECT c.customer_id, p.promotion_id, o.id IS NOT NULL AS collected, u.counts
  FROM unnest(%(customer_ids)s::bigint[]) AS c (customer_id)
 CROSS JOIN unnest(%(promotion_ids)s::bigint[]) AS p (promotion_id)
  LEFT JOIN promotions_shopper AS s ON s.customer_id = c.customer_id
  LEFT JOIN promotions_voucher AS o ON o.customer_id = c.customer_id AND o.promotion_id = p.promotion_id
 CROSS JOIN LATERAL (
       SELECT array_agg(u.n) AS counts FROM promotions_use AS u
        WHERE u.promotion_id = p.promotion_id AND u.given_back_at IS NULL
          AND (u.person_key = s.person_key OR u.customer_id = c.customer_id)) AS u
 WHERE o.id IS NOT NULL OR u.counts IS NOT NULL
