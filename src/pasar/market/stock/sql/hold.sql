-- Raises `reserved` and writes one reservation per line. The levels are locked and were found to suffice.
-- In: line_ids uuid[], countries text[], sku_ids bigint[], warehouse_ids bigint[], units int[], expiries text[]
WITH wanted AS (
    SELECT *
      FROM unnest(%(line_ids)s::uuid[], %(countries)s::text[], %(sku_ids)s::bigint[], %(warehouse_ids)s::bigint[],
                  %(units)s::int[], %(expiries)s::timestamptz[])
           AS w (line_id, country, sku_id, warehouse_id, units, expires_at)
), raised AS (
    UPDATE stock_level AS l
       SET reserved = l.reserved + w.units
      FROM (SELECT sku_id, warehouse_id, sum(units) AS units FROM wanted GROUP BY sku_id, warehouse_id) AS w
     WHERE l.sku_id = w.sku_id AND l.warehouse_id = w.warehouse_id
)
INSERT INTO stock_reservation (line_id, country, sku_id, warehouse_id, units, state, expires_at)
SELECT line_id, country, sku_id, warehouse_id, units, 'held', expires_at FROM wanted
