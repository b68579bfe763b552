-- Stock below zero, or promised beyond what is there.
SELECT 'SKU ' || sku_id || ' at warehouse ' || warehouse_id AS problem
  FROM stock_level
 WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand
