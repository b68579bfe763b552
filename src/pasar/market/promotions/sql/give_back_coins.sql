-- Puts coins that lines took back into their lots, each once; a lot lives on for a while at least. The lots are locked.
-- Returns the lots it filled.  In: ids bigint[], at timestamptz, until timestamptz
WITH given AS (
    UPDATE promotions_coinuse SET given_back_at = %(at)s::timestamptz
     WHERE id = ANY (%(ids)s::bigint[]) AND given_back_at IS NULL
 RETURNING lot_id, amount_minor
)
UPDATE promotions_coinlot AS l
   SET left_minor = l.left_minor + g.amount_minor, ends_at = greatest(l.ends_at, %(until)s::timestamptz)
  FROM (SELECT lot_id, sum(amount_minor) AS amount_minor FROM given GROUP BY lot_id) AS g
 WHERE l.id = g.lot_id
RETURNING l.id
