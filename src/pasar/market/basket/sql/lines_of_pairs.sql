-- Units in customers' baskets.  In: customer_ids bigint[], sku_ids bigint[] (pairs)   Index: basket_line_once_per_customer
SELECT b.customer_id, b.sku_id, b.units
  FROM unnest(%(customer_ids)s::bigint[], %(sku_ids)s::bigint[]) AS p (customer_id, sku_id)
  JOIN basket_line AS b ON b.customer_id = p.customer_id AND b.sku_id = p.sku_id AND b.saved_at IS NULL
