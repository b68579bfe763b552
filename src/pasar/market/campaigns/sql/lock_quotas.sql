-- The flash quotas that run at a moment for these SKUs, and what anybody may still take of them; the rows stay locked, taken
-- in SKU order.  In: sku_ids bigint[], at timestamptz   Index: item_open_by_sku
SELECT sku_id, id, version, price_minor, was_minor, per_customer, quota - sold - offered AS units_left, ends_at
  FROM campaigns_item
 WHERE sku_id = ANY (%(sku_ids)s::bigint[]) AND state = 'open'
   AND starts_at <= %(at)s::timestamptz AND ends_at > %(at)s::timestamptz
 ORDER BY sku_id, id
   FOR NO KEY UPDATE
