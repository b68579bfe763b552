-- The items whose units these order lines took and have not given back, locked in SKU order.  In: line_ids uuid[]
SELECT i.id
  FROM campaigns_item AS i
 WHERE i.id IN (SELECT t.item_id FROM campaigns_taking AS t
                 WHERE t.line_id = ANY (%(line_ids)s::uuid[]) AND t.back_at IS NULL)
 ORDER BY i.sku_id, i.id
   FOR NO KEY UPDATE OF i
