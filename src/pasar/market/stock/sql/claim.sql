-- Goods leave: held reservations become claimed, their units leave the shelf. Returns the lines it moved.
-- The levels are locked.  In: line_ids uuid[], actor text, at timestamptz
WITH claimed AS (
    UPDATE stock_reservation
       SET state = 'claimed', expires_at = NULL
     WHERE line_id = ANY (%(line_ids)s::uuid[]) AND state = 'held'
 RETURNING line_id, country, sku_id, warehouse_id, units
), lowered AS (
    UPDATE stock_level AS l
       SET on_hand = l.on_hand - c.units, reserved = l.reserved - c.units
      FROM (SELECT sku_id, warehouse_id, sum(units) AS units FROM claimed GROUP BY sku_id, warehouse_id) AS c
     WHERE l.sku_id = c.sku_id AND l.warehouse_id = c.warehouse_id
), moved AS (
    INSERT INTO stock_movement (id, country, sku_id, warehouse_id, units, kind, ref, actor, at)
    SELECT line_id, country, sku_id, warehouse_id, -units, 'sale', line_id::text, %(actor)s, %(at)s FROM claimed
)
SELECT line_id, sku_id, warehouse_id, units FROM claimed
