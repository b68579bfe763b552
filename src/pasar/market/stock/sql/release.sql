-- Held reservations are given back. Returns the lines it moved. The levels are locked.  In: line_ids uuid[]
WITH released AS (
    UPDATE stock_reservation
       SET state = 'released', expires_at = NULL
     WHERE line_id = ANY (%(line_ids)s::uuid[]) AND state = 'held'
 RETURNING line_id, sku_id, warehouse_id, units
), lowered AS (
    UPDATE stock_level AS l
       SET reserved = l.reserved - r.units
      FROM (SELECT sku_id, warehouse_id, sum(units) AS units FROM released GROUP BY sku_id, warehouse_id) AS r
     WHERE l.sku_id = r.sku_id AND l.warehouse_id = r.warehouse_id
)
SELECT line_id, sku_id, warehouse_id, units FROM released
