-- Reserved units that no reservation explains, and lines without the reservation that their status needs.
SELECT 'SKU ' || l.sku_id || ' at warehouse ' || l.warehouse_id AS problem
  FROM stock_level AS l
  LEFT JOIN (SELECT sku_id, warehouse_id, sum(units) AS units FROM stock_reservation
              WHERE state = 'held' GROUP BY sku_id, warehouse_id) AS r
         ON r.sku_id = l.sku_id AND r.warehouse_id = l.warehouse_id
 WHERE l.reserved <> coalesce(r.units, 0)
UNION ALL
SELECT 'line ' || n.id || ' ' || n.status || ' with ' || coalesce(r.state, 'no reservation')
  FROM orders_line AS n
  LEFT JOIN stock_reservation AS r ON r.line_id = n.id
 WHERE r.line_id IS NULL OR r.units <> n.units OR r.sku_id <> n.sku_id
    OR n.status IN ('awaiting_payment', 'to_ship', 'packed') AND r.state <> 'held'
    OR n.status IN ('shipped', 'delivery_failed', 'delivered', 'completed', 'returned') AND r.state <> 'claimed'
    OR n.status = 'cancelled' AND r.state = 'held'
