-- What customers have to do with these promotions: whether they collected one, and the numbers of their person's uses of it
-- that count. Read after the promotions are locked, so that nobody is about to add one. Pairs without either are left out.
-- In: customer_ids bigint[], promotion_ids bigint[]
-- Index: promotions_shopper_pkey, voucher_collected_once, use_one_per_person_and_count, use_by_customer
WITH collected AS (
    SELECT customer_id, promotion_id
      FROM promotions_voucher
     WHERE customer_id = ANY (%(customer_ids)s::bigint[]) AND promotion_id = ANY (%(promotion_ids)s::bigint[])
), counted AS (
    SELECT customer_id, promotion_id, n
      FROM promotions_use
     WHERE customer_id = ANY (%(customer_ids)s::bigint[]) AND promotion_id = ANY (%(promotion_ids)s::bigint[])
       AND given_back_at IS NULL
     UNION
    SELECT s.customer_id, u.promotion_id, u.n
      FROM promotions_shopper AS s
      JOIN promotions_use AS u ON u.person_key = s.person_key AND u.given_back_at IS NULL
                              AND u.promotion_id = ANY (%(promotion_ids)s::bigint[])
     WHERE s.customer_id = ANY (%(customer_ids)s::bigint[])
), numbered AS (
    SELECT customer_id, promotion_id, array_agg(n) AS counts FROM counted GROUP BY customer_id, promotion_id
)
SELECT coalesce(c.customer_id, u.customer_id) AS customer_id, coalesce(c.promotion_id, u.promotion_id) AS promotion_id,
       c.customer_id IS NOT NULL AS collected, u.counts
  FROM collected AS c
  FULL JOIN numbered AS u ON u.customer_id = c.customer_id AND u.promotion_id = c.promotion_id
