-- Lines give back what they took, each once: sold and used go down. The items are locked.  In: line_ids uuid[], at timestamptz
WITH back AS (
    UPDATE campaigns_taking SET back_at = %(at)s::timestamptz
     WHERE line_id = ANY (%(line_ids)s::uuid[]) AND back_at IS NULL
 RETURNING line_id, item_id, customer_id, units
), lowered AS (
    UPDATE campaigns_item AS i SET sold = i.sold - b.units
      FROM (SELECT item_id, sum(units) AS units FROM back GROUP BY item_id) AS b
     WHERE i.id = b.item_id
), unused AS (
    UPDATE campaigns_use AS u SET units = u.units - b.units
      FROM (SELECT item_id, customer_id, sum(units) AS units FROM back GROUP BY item_id, customer_id) AS b
     WHERE u.item_id = b.item_id AND u.customer_id = b.customer_id
)
SELECT line_id FROM back
