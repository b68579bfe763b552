-- Movements of one warehouse, each once per reference, and the levels they lead to. Returns the SKUs it moved.
-- The levels exist and are locked.
-- In: ids uuid[], country text, warehouse_id bigint, sku_ids bigint[], units int[] (signed, never 0),
--     costs bigint[] (the new average a unit; null: none is kept), kind text, ref text, actor text, at timestamptz
WITH wanted AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(sku_ids)s::bigint[], %(units)s::int[], %(costs)s::bigint[])
                  AS w (id, sku_id, units, cost_minor)
), moved AS (
    INSERT INTO stock_movement (id, country, sku_id, warehouse_id, units, kind, ref, actor, at)
    SELECT id, %(country)s, sku_id, %(warehouse_id)s::bigint, units, %(kind)s, %(ref)s, %(actor)s, %(at)s
      FROM wanted
        ON CONFLICT ON CONSTRAINT movement_once_per_reference DO NOTHING
 RETURNING sku_id
), changed AS (
    UPDATE stock_level AS l
       SET on_hand = l.on_hand + w.units, cost_minor = w.cost_minor
      FROM wanted AS w JOIN moved AS m ON m.sku_id = w.sku_id
     WHERE l.sku_id = w.sku_id AND l.warehouse_id = %(warehouse_id)s
)
SELECT sku_id FROM moved
