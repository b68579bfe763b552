-- The levels that reservations of these lines hang on, locked in the order of (SKU, warehouse).
-- In: line_ids uuid[]   Index: reservation's key, level_one_row_per_sku_and_warehouse
SELECT l.country, l.sku_id, l.warehouse_id, l.listing_id, l.on_hand, l.reserved, l.cost_minor
  FROM stock_level AS l
 WHERE (l.sku_id, l.warehouse_id) IN
       (SELECT r.sku_id, r.warehouse_id FROM stock_reservation AS r WHERE r.line_id = ANY (%(line_ids)s::uuid[]))
 ORDER BY l.sku_id, l.warehouse_id
   FOR NO KEY UPDATE OF l
