-- Promotions with their terms of now and what is left of them; the rows stay locked, taken in the order that all
-- keep: automatic ones last, then by id. One that is edited
-- at this moment may be missing: whoever saw its former version is told of the difference.
-- In: ids bigint[].   Index: promotions_promotion_pkey, promotion_version_once
SELECT p.id, p.version, p.kind, p.class_key, p.scope, p.shop_id, p.seller_id, v.name, p.code, v.terms, p.starts_at, p.ends_at,
       v.seller_share_bps, p.quota - p.used AS quota_left, v.per_customer, p.budget_minor - p.spent_minor AS budget_left_minor
  FROM promotions_promotion AS p
  JOIN promotions_version AS v ON v.promotion_id = p.id AND v.version = p.version
 WHERE p.id = ANY (%(ids)s::bigint[])
 ORDER BY p.class_key = 'automatic', p.id
   FOR NO KEY UPDATE OF p
