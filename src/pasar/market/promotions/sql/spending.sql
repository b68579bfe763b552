-- What a venture's platform promotions cost so far, those that end last before the others: uses, what all bear, and what
-- the platform bears of it.
-- In: country text, before_at timestamptz, before_id bigint, size int.   Index: promotion_of_platform, use_by_promotion
SELECT p.id, v.name, p.kind, p.class_key, p.starts_at, p.ends_at, p.quota, p.used, p.budget_minor, p.spent_minor,
       (SELECT coalesce(sum(u.platform_minor), 0)::bigint FROM promotions_use AS u
         WHERE u.promotion_id = p.id AND u.given_back_at IS NULL) AS platform_minor
  FROM promotions_promotion AS p
  JOIN promotions_version AS v ON v.promotion_id = p.id AND v.version = p.version
 WHERE p.country = %(country)s AND p.scope = 'platform'
   AND (p.ends_at, p.id) < (%(before_at)s::timestamptz, %(before_id)s::bigint)
 ORDER BY p.ends_at DESC, p.id DESC
 LIMIT %(size)s
