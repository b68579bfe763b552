-- Takes lines out of customers' baskets.  In: customer_ids bigint[], sku_ids bigint[] (pairs)
DELETE FROM basket_line AS b
 USING unnest(%(customer_ids)s::bigint[], %(sku_ids)s::bigint[]) AS p (customer_id, sku_id)
 WHERE b.customer_id = p.customer_id AND b.sku_id = p.sku_id AND b.saved_at IS NULL
