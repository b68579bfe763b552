-- Dispatched goods are on the shelf again, once per line. Returns the lines it moved. The levels are locked.
-- In: line_ids uuid[], ids uuid[] (one a line), actor text, at timestamptz
WITH back AS (
    INSERT INTO stock_movement (id, country, sku_id, warehouse_id, units, kind, ref, actor, at)
    SELECT i.id, r.country, r.sku_id, r.warehouse_id, r.units, 'return', r.line_id::text, %(actor)s, %(at)s
      FROM unnest(%(line_ids)s::uuid[], %(ids)s::uuid[]) AS i (line_id, id)
      JOIN stock_reservation AS r ON r.line_id = i.line_id AND r.state = 'claimed'
        ON CONFLICT ON CONSTRAINT movement_once_per_reference DO NOTHING
 RETURNING ref::uuid AS line_id, sku_id, warehouse_id, units
), raised AS (
    UPDATE stock_level AS l
       SET on_hand = l.on_hand + b.units
      FROM (SELECT sku_id, warehouse_id, sum(units) AS units FROM back GROUP BY sku_id, warehouse_id) AS b
     WHERE l.sku_id = b.sku_id AND l.warehouse_id = b.warehouse_id
)
SELECT line_id, sku_id, warehouse_id, units FROM back
