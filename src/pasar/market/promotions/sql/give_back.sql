-- Gives uses back, each once, and lowers the counters. The promotions are locked. Returns the uses of this time.
-- In: ids uuid[], at timestamptz
WITH given AS (
    UPDATE promotions_use SET given_back_at = %(at)s::timestamptz
     WHERE id = ANY (%(ids)s::uuid[]) AND given_back_at IS NULL
 RETURNING id, promotion_id, amount_minor
), lowered AS (
    UPDATE promotions_promotion AS p
       SET used = p.used - g.uses, spent_minor = p.spent_minor - g.amount_minor
      FROM (SELECT promotion_id, count(*) AS uses, sum(amount_minor) AS amount_minor FROM given GROUP BY promotion_id) AS g
     WHERE p.id = g.promotion_id
)
SELECT id FROM given
