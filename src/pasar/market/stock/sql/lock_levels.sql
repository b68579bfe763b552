-- The levels of SKUs, at every warehouse; the rows stay locked, taken in the order of (SKU, warehouse).
-- In: sku_ids bigint[]   Index: level_one_row_per_sku_and_warehouse
SELECT country, sku_id, warehouse_id, listing_id, on_hand, reserved, cost_minor
  FROM stock_level
 WHERE sku_id = ANY (%(sku_ids)s::bigint[])
 ORDER BY sku_id, warehouse_id
   FOR NO KEY UPDATE
