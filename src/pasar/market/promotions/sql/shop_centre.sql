-- The voucher centre of a venture, the shops' part: vouchers of all its shops to collect, in force or to come soon.
-- In: country text, customer_id bigint (0: nobody), at timestamptz, soon timestamptz, after_at timestamptz, after_id bigint,
--     size int.   Index: promotion_of_shops
SELECT p.id, p.version, p.kind, p.class_key, p.scope, p.shop_id, p.seller_id, v.name, p.code, v.terms, p.starts_at, p.ends_at,
       v.seller_share_bps, p.quota - p.used AS quota_left, v.per_customer, p.budget_minor - p.spent_minor AS budget_left_minor,
       p.country, p.listed, p.used, p.quota, p.spent_minor, p.budget_minor,
       EXISTS (SELECT FROM promotions_voucher AS o
                WHERE o.customer_id = %(customer_id)s::bigint AND o.promotion_id = p.id) AS collected,
       (SELECT count(*) FROM promotions_use AS u
         WHERE u.promotion_id = p.id AND u.given_back_at IS NULL
           AND (u.customer_id = %(customer_id)s::bigint
                OR u.person_key = (SELECT s.person_key FROM promotions_shopper AS s
                                    WHERE s.customer_id = %(customer_id)s::bigint))) AS my_uses
  FROM promotions_promotion AS p
  JOIN promotions_version AS v ON v.promotion_id = p.id AND v.version = p.version
 WHERE p.country = %(country)s AND p.scope = 'shop' AND p.listed AND p.class_key <> 'automatic'
   AND p.ends_at > %(at)s::timestamptz AND p.starts_at <= %(soon)s::timestamptz
   AND (p.ends_at, p.id) > (%(after_at)s::timestamptz, %(after_id)s::bigint)
 ORDER BY p.ends_at, p.id
 LIMIT %(size)s
