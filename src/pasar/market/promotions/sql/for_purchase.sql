-- What a purchase might use: automatic promotions in force for its shops, what the customer collected (also what ended of
-- late, to say so), and what they typed. With whether they collected it and how often they used it.
-- In: country text, customer_id bigint (0: nobody), person_key text, shop_ids bigint[], codes text[], at timestamptz,
--     since timestamptz, size int
-- Index: promotion_by_shop, promotion_of_platform, voucher_collected_once, promotion_one_per_code
WITH might AS (
    SELECT id FROM promotions_promotion
     WHERE shop_id = ANY (%(shop_ids)s::bigint[]) AND class_key = 'automatic'
       AND starts_at <= %(at)s::timestamptz AND ends_at > %(at)s::timestamptz
     UNION
    SELECT id FROM promotions_promotion
     WHERE country = %(country)s AND scope = 'platform' AND class_key = 'automatic'
       AND starts_at <= %(at)s::timestamptz AND ends_at > %(at)s::timestamptz
     UNION
    SELECT promotion_id FROM promotions_voucher WHERE customer_id = %(customer_id)s::bigint
     UNION
    SELECT id FROM promotions_promotion WHERE country = %(country)s AND code = ANY (%(codes)s::text[])
)
SELECT p.id, p.version, p.kind, p.class_key, p.scope, p.shop_id, p.seller_id, v.name, p.code, v.terms, p.starts_at, p.ends_at,
       v.seller_share_bps, p.quota - p.used AS quota_left, v.per_customer, p.budget_minor - p.spent_minor AS budget_left_minor,
       p.country, p.listed, p.used, p.quota, p.spent_minor, p.budget_minor,
       EXISTS (SELECT FROM promotions_voucher AS o
                WHERE o.customer_id = %(customer_id)s::bigint AND o.promotion_id = p.id) AS collected,
       (SELECT count(*) FROM promotions_use AS u
         WHERE u.promotion_id = p.id AND u.given_back_at IS NULL
           AND (u.customer_id = %(customer_id)s::bigint
                OR u.person_key = %(person_key)s)) AS my_uses
  FROM might AS m
  JOIN promotions_promotion AS p ON p.id = m.id
  JOIN promotions_version AS v ON v.promotion_id = p.id AND v.version = p.version
 WHERE p.country = %(country)s AND p.ends_at > %(since)s::timestamptz
 ORDER BY p.ends_at, p.id
 LIMIT %(size)s
