-- Empty levels for SKUs that have none at this warehouse.
-- In: country text, warehouse_id bigint, sku_ids bigint[], listing_ids bigint[]
INSERT INTO stock_level (country, sku_id, listing_id, warehouse_id, on_hand, reserved)
SELECT %(country)s, w.sku_id, w.listing_id, %(warehouse_id)s::bigint, 0, 0
  FROM unnest(%(sku_ids)s::bigint[], %(listing_ids)s::bigint[]) AS w (sku_id, listing_id)
 ORDER BY w.sku_id
    ON CONFLICT (sku_id, warehouse_id) DO NOTHING
