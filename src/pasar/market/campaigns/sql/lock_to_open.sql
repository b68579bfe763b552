-- Approved items whose slot begins before a moment, locked in SKU order; of a SKU that is in two, the earlier.
-- In: until timestamptz, size int   Index: item_approved_by_start
SELECT i.id
  FROM campaigns_item AS i
 WHERE i.state = 'approved' AND i.starts_at <= %(until)s::timestamptz
   AND NOT EXISTS (SELECT FROM campaigns_item AS e
                    WHERE e.sku_id = i.sku_id AND e.state = 'approved' AND (e.starts_at, e.id) < (i.starts_at, i.id))
 ORDER BY i.sku_id, i.id
 LIMIT %(size)s::int
   FOR NO KEY UPDATE OF i SKIP LOCKED
