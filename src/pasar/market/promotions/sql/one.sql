-- One promotion of a venture as it is now.  In: country text, id bigint
SELECT p.id, p.version, p.kind, p.class_key, p.scope, p.shop_id, p.seller_id, v.name, p.code, v.terms, p.starts_at, p.ends_at,
       v.seller_share_bps, p.quota - p.used AS quota_left, v.per_customer, p.budget_minor - p.spent_minor AS budget_left_minor,
       p.country, p.listed, p.used, p.quota, p.spent_minor, p.budget_minor,
       false AS collected, 0::bigint AS my_uses
  FROM promotions_promotion AS p
  JOIN promotions_version AS v ON v.promotion_id = p.id AND v.version = p.version
 WHERE p.country = %(country)s AND p.id = %(id)s::bigint
