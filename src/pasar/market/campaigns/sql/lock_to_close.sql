-- Items whose slot was over at a moment, locked in SKU order.  In: until timestamptz, size int   Index: item_open_by_end
SELECT id
  FROM campaigns_item
 WHERE state IN ('open', 'approved', 'nominated') AND ends_at <= %(until)s::timestamptz
 ORDER BY sku_id, id
 LIMIT %(size)s::int
   FOR NO KEY UPDATE SKIP LOCKED
