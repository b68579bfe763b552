-- The levels of SKUs, at every warehouse.  In: sku_ids bigint[]
SELECT country, sku_id, warehouse_id, listing_id, on_hand, reserved, cost_minor
  FROM stock_level
 WHERE sku_id = ANY (%(sku_ids)s::bigint[])
 ORDER BY sku_id, warehouse_id
