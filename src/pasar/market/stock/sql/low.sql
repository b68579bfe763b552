-- SKUs of a warehouse with at most so many units free, the fewest first.
-- In: warehouse_id bigint, most int, size int.   Index: level_by_warehouse
SELECT sku_id, on_hand - reserved AS units
  FROM stock_level
 WHERE warehouse_id = %(warehouse_id)s AND on_hand - reserved <= %(most)s
 ORDER BY on_hand - reserved, sku_id DESC
 LIMIT %(size)s
