-- The open items for which somebody's turn was over at a moment, locked in SKU order.  In: at timestamptz, size int
-- Index: place_called_by_end
SELECT i.id
  FROM campaigns_item AS i
 WHERE i.id IN (SELECT p.item_id FROM campaigns_place AS p
                 WHERE p.state = 'called' AND p.called_until <= %(at)s::timestamptz)
 ORDER BY i.sku_id, i.id
 LIMIT %(size)s::int
   FOR NO KEY UPDATE OF i SKIP LOCKED
