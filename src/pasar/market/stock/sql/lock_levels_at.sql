-- The levels of SKUs at one warehouse, locked in SKU order.  In: warehouse_id bigint, sku_ids bigint[]
SELECT country, sku_id, warehouse_id, listing_id, on_hand, reserved, cost_minor
  FROM stock_level
 WHERE sku_id = ANY (%(sku_ids)s::bigint[]) AND warehouse_id = %(warehouse_id)s
 ORDER BY sku_id
   FOR NO KEY UPDATE
