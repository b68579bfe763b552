-- What is free on shelves moves back to the warehouses it came from. Returns the units moved, by shelf. The levels are locked;
-- each SKU comes once. The warehouse's unit cost becomes the average, rounded half up.
-- In: out_ids uuid[], in_ids uuid[], sku_ids bigint[], listing_ids bigint[], warehouse_ids bigint[], shelf_ids bigint[],
--     actor text, at timestamptz
WITH moved AS MATERIALIZED (
    SELECT w.*, l.country, l.cost_minor, l.on_hand - l.reserved AS n
      FROM unnest(%(out_ids)s::uuid[], %(in_ids)s::uuid[], %(sku_ids)s::bigint[], %(listing_ids)s::bigint[],
                  %(warehouse_ids)s::bigint[], %(shelf_ids)s::bigint[])
           AS w (out_id, in_id, sku_id, listing_id, warehouse_id, shelf_id)
      JOIN stock_level AS l ON l.sku_id = w.sku_id AND l.warehouse_id = w.shelf_id
     WHERE l.on_hand > l.reserved
), written AS (
    INSERT INTO stock_movement (id, country, sku_id, warehouse_id, units, kind, ref, actor, at)
    SELECT out_id, country, sku_id, shelf_id, -n, 'transfer', 'back ' || out_id, %(actor)s, %(at)s::timestamptz FROM moved
     UNION ALL
    SELECT in_id, country, sku_id, warehouse_id, n, 'transfer', 'back ' || out_id, %(actor)s, %(at)s::timestamptz FROM moved
), lowered AS (
    UPDATE stock_level AS l SET on_hand = l.on_hand - m.n
      FROM moved AS m WHERE l.sku_id = m.sku_id AND l.warehouse_id = m.shelf_id
), raised AS (
    INSERT INTO stock_level AS l (country, sku_id, listing_id, warehouse_id, on_hand, reserved, cost_minor)
    SELECT country, sku_id, listing_id, warehouse_id, n, 0, cost_minor FROM moved ORDER BY sku_id
        ON CONFLICT (sku_id, warehouse_id) DO UPDATE
       SET on_hand = l.on_hand + excluded.on_hand,
           cost_minor = CASE WHEN excluded.cost_minor IS NULL THEN l.cost_minor
                             WHEN l.cost_minor IS NULL OR l.on_hand <= 0 THEN excluded.cost_minor
                             ELSE (l.on_hand * l.cost_minor + excluded.on_hand * excluded.cost_minor
                                   + (l.on_hand + excluded.on_hand) / 2) / (l.on_hand + excluded.on_hand) END
)
SELECT shelf_id, n AS units FROM moved
