-- Takes coins out of lots for lines. The lots are locked, and were found to have so many left.
-- In: line_ids uuid[], order_ids uuid[], purchase_ids uuid[], lot_ids uuid[], amounts bigint[] (line and lot: once),
--     at timestamptz
WITH wanted AS (
    SELECT * FROM unnest(%(line_ids)s::uuid[], %(order_ids)s::uuid[], %(purchase_ids)s::uuid[], %(lot_ids)s::uuid[],
                         %(amounts)s::bigint[])
                  AS w (line_id, order_id, purchase_id, lot_id, amount_minor)
), lowered AS (
    UPDATE promotions_coinlot AS l
       SET left_minor = l.left_minor - w.amount_minor
      FROM (SELECT lot_id, sum(amount_minor) AS amount_minor FROM wanted GROUP BY lot_id) AS w
     WHERE l.id = w.lot_id
)
INSERT INTO promotions_coinuse (line_id, order_id, purchase_id, lot_id, amount_minor, taken_at)
SELECT line_id, order_id, purchase_id, lot_id, amount_minor, %(at)s::timestamptz FROM wanted
