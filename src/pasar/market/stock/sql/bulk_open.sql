-- First stock of many SKUs at any warehouses: their levels, and the movement each is the sum of. Once per reference; returns
-- how many SKUs it moved. Levels are taken in the order of (SKU, warehouse).
-- In: ids uuid[], countries text[], sku_ids bigint[], listing_ids bigint[], warehouse_ids bigint[], units int[] (0: an empty
--     level), costs bigint[] (null: none is kept), ref text, actor text, at timestamptz
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(sku_ids)s::bigint[], %(listing_ids)s::bigint[],
                         %(warehouse_ids)s::bigint[], %(units)s::int[], %(costs)s::bigint[])
                  AS w (id, country, sku_id, listing_id, warehouse_id, units, cost_minor)
), moved AS (
    INSERT INTO stock_movement (id, country, sku_id, warehouse_id, units, kind, ref, actor, at)
    SELECT id, country, sku_id, warehouse_id, units, 'receipt', %(ref)s, %(actor)s, %(at)s
      FROM wanted
     WHERE units > 0
        ON CONFLICT ON CONSTRAINT movement_once_per_reference DO NOTHING
 RETURNING sku_id, warehouse_id, units
), raised AS (
    INSERT INTO stock_level AS l (country, sku_id, listing_id, warehouse_id, on_hand, reserved, cost_minor)
    SELECT w.country, w.sku_id, w.listing_id, w.warehouse_id, coalesce(m.units, 0), 0, w.cost_minor
      FROM wanted AS w
      LEFT JOIN moved AS m ON m.sku_id = w.sku_id AND m.warehouse_id = w.warehouse_id
     ORDER BY w.sku_id, w.warehouse_id
        ON CONFLICT (sku_id, warehouse_id) DO UPDATE
       SET on_hand = l.on_hand + excluded.on_hand,
           cost_minor = coalesce(l.cost_minor, excluded.cost_minor)
     WHERE excluded.on_hand > 0
)
SELECT count(*) FROM moved
