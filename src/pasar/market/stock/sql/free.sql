-- Units free to sell per SKU, over its warehouses.  In: sku_ids bigint[]
SELECT sku_id, sum(on_hand - reserved) AS units
  FROM stock_level WHERE sku_id = ANY (%(sku_ids)s::bigint[]) GROUP BY sku_id
