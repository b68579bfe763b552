-- Items, locked in SKU order.  In: item_ids bigint[]
SELECT id FROM campaigns_item WHERE id = ANY (%(item_ids)s::bigint[]) ORDER BY sku_id, id FOR NO KEY UPDATE
