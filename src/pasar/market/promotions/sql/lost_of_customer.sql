-- Vouchers for these shops, or the platform's, that a customer collected, did not use up, and can use no longer: over since a
-- while ago, or all gone. Those that ended last come first.
-- In: country text, customer_id bigint, shop_ids bigint[], at timestamptz, since timestamptz, size int
-- Index: voucher_collected_once, promotions_promotion_pkey
SELECT p.id, p.version, p.kind, p.class_key, p.scope, p.shop_id, p.seller_id, v.name, p.code, v.terms, p.starts_at, p.ends_at,
       v.seller_share_bps, p.quota - p.used AS quota_left, v.per_customer, p.budget_minor - p.spent_minor AS budget_left_minor
  FROM promotions_voucher AS o
  JOIN promotions_promotion AS p ON p.id = o.promotion_id
  JOIN promotions_version AS v ON v.promotion_id = p.id AND v.version = p.version
 WHERE o.customer_id = %(customer_id)s::bigint AND p.country = %(country)s
   AND (p.scope = 'platform' OR p.shop_id = ANY (%(shop_ids)s::bigint[]))
   AND p.ends_at > %(since)s::timestamptz
   AND (p.ends_at <= %(at)s::timestamptz OR p.used >= p.quota OR p.spent_minor >= p.budget_minor)
   AND NOT EXISTS (SELECT FROM promotions_use AS u
                    WHERE u.promotion_id = p.id AND u.customer_id = o.customer_id AND u.given_back_at IS NULL)
 ORDER BY p.ends_at DESC, p.id
 LIMIT %(size)s
