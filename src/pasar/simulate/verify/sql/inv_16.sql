-- Promotions used or spent beyond their limits, or whose counters are not the sum of their uses.
SELECT 'promotion ' || p.id AS problem
  FROM promotions_promotion AS p
  LEFT JOIN (SELECT promotion_id, count(*) AS uses, sum(amount_minor) AS amount_minor
               FROM promotions_use WHERE given_back_at IS NULL GROUP BY promotion_id) AS u ON u.promotion_id = p.id
 WHERE (p.used, p.spent_minor) IS DISTINCT FROM (coalesce(u.uses, 0), coalesce(u.amount_minor, 0)::bigint)
    OR p.used > p.quota OR p.spent_minor > p.budget_minor
