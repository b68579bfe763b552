-- Free units move from warehouses to shelves of their own, once per shelf. Returns the units moved, by shelf. The levels are
-- locked; each SKU comes once. The shelf's unit cost is the warehouse's.
-- In: out_ids uuid[], in_ids uuid[], sku_ids bigint[], listing_ids bigint[], warehouse_ids bigint[], shelf_ids bigint[],
--     units int[], actor text, at timestamptz
WITH wanted AS MATERIALIZED (
    SELECT w.*, l.country, l.cost_minor, least(w.units, l.on_hand - l.reserved) AS n
      FROM unnest(%(out_ids)s::uuid[], %(in_ids)s::uuid[], %(sku_ids)s::bigint[], %(listing_ids)s::bigint[],
                  %(warehouse_ids)s::bigint[], %(shelf_ids)s::bigint[], %(units)s::int[])
           AS w (out_id, in_id, sku_id, listing_id, warehouse_id, shelf_id, units)
      JOIN stock_level AS l ON l.sku_id = w.sku_id AND l.warehouse_id = w.warehouse_id
), gone AS (
    INSERT INTO stock_movement (id, country, sku_id, warehouse_id, units, kind, ref, actor, at)
    SELECT out_id, country, sku_id, warehouse_id, -n, 'transfer', 'set aside ' || -shelf_id, %(actor)s, %(at)s
      FROM wanted WHERE n > 0
        ON CONFLICT ON CONSTRAINT movement_once_per_reference DO NOTHING
 RETURNING id
), moved AS (
    SELECT w.* FROM wanted AS w JOIN gone AS g ON g.id = w.out_id
), come AS (
    INSERT INTO stock_movement (id, country, sku_id, warehouse_id, units, kind, ref, actor, at)
    SELECT in_id, country, sku_id, shelf_id, n, 'transfer', 'set aside ' || -shelf_id, %(actor)s, %(at)s FROM moved
), lowered AS (
    UPDATE stock_level AS l SET on_hand = l.on_hand - m.n
      FROM moved AS m WHERE l.sku_id = m.sku_id AND l.warehouse_id = m.warehouse_id
), raised AS (
    INSERT INTO stock_level AS l (country, sku_id, listing_id, warehouse_id, on_hand, reserved, cost_minor)
    SELECT country, sku_id, listing_id, shelf_id, n, 0, cost_minor FROM moved ORDER BY sku_id
        ON CONFLICT (sku_id, warehouse_id) DO UPDATE
       SET on_hand = l.on_hand + excluded.on_hand, cost_minor = excluded.cost_minor
)
SELECT shelf_id, n AS units FROM moved
