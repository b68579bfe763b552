-- Automatic promotions in force for these shops, and the platform's in these countries. Those that something limits are
-- locked, in id order; of the others nothing is counted, and nobody needs to wait for them.
-- In: countries text[], shop_ids bigint[], at timestamptz.   Index: promotion_by_shop, promotion_of_platform
WITH limited AS (
    SELECT p.id, p.version, p.kind, p.class_key, p.scope, p.shop_id, p.seller_id, v.name, p.code, v.terms, p.starts_at, p.ends_at,
           v.seller_share_bps, p.quota - p.used AS quota_left, v.per_customer, p.budget_minor - p.spent_minor AS budget_left_minor
      FROM promotions_promotion AS p
      JOIN promotions_version AS v ON v.promotion_id = p.id AND v.version = p.version
     WHERE p.class_key = 'automatic' AND p.starts_at <= %(at)s::timestamptz AND p.ends_at > %(at)s::timestamptz
       AND (p.shop_id = ANY (%(shop_ids)s::bigint[])
            OR (p.scope = 'platform' AND p.country = ANY (%(countries)s::text[])))
       AND (p.quota IS NOT NULL OR p.budget_minor IS NOT NULL OR v.per_customer IS NOT NULL)
     ORDER BY p.id
       FOR NO KEY UPDATE OF p
)
SELECT * FROM limited
 UNION ALL
SELECT p.id, p.version, p.kind, p.class_key, p.scope, p.shop_id, p.seller_id, v.name, p.code, v.terms, p.starts_at, p.ends_at,
       v.seller_share_bps, p.quota - p.used AS quota_left, v.per_customer, p.budget_minor - p.spent_minor AS budget_left_minor
  FROM promotions_promotion AS p
  JOIN promotions_version AS v ON v.promotion_id = p.id AND v.version = p.version
 WHERE p.class_key = 'automatic' AND p.starts_at <= %(at)s::timestamptz AND p.ends_at > %(at)s::timestamptz
   AND (p.shop_id = ANY (%(shop_ids)s::bigint[])
        OR (p.scope = 'platform' AND p.country = ANY (%(countries)s::text[])))
   AND NOT (p.quota IS NOT NULL OR p.budget_minor IS NOT NULL OR v.per_customer IS NOT NULL)
