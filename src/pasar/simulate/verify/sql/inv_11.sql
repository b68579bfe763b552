-- Stock on hand that is not the sum of its movements: sold more than supplied, or out of nowhere.
SELECT 'SKU ' || coalesce(l.sku_id, m.sku_id) || ' at warehouse ' || coalesce(l.warehouse_id, m.warehouse_id) AS problem
  FROM stock_level AS l
  FULL JOIN (SELECT sku_id, warehouse_id, sum(units) AS units FROM stock_movement GROUP BY sku_id, warehouse_id) AS m
         ON m.sku_id = l.sku_id AND m.warehouse_id = l.warehouse_id
 WHERE l.on_hand IS DISTINCT FROM coalesce(m.units, 0)
