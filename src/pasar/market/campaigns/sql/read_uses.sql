-- What customers have of the flash items that run for these SKUs: taken, and kept for them because it is their turn. A turn
-- that is over counts for nothing, even before the sweeper took it away.
-- In: sku_ids bigint[], customer_ids bigint[], at timestamptz
-- Index: item_open_by_sku, use_once_per_item_and_customer, place_once_per_item_and_customer
SELECT i.id AS item_id, c.customer_id, coalesce(u.units, 0) AS units, coalesce(p.units, 0)::int AS offered
  FROM campaigns_item AS i
 CROSS JOIN unnest(%(customer_ids)s::bigint[]) AS c (customer_id)
  LEFT JOIN campaigns_use AS u ON u.item_id = i.id AND u.customer_id = c.customer_id
  LEFT JOIN campaigns_place AS p
    ON p.item_id = i.id AND p.customer_id = c.customer_id AND p.state = 'called' AND p.called_until > %(at)s::timestamptz
 WHERE i.sku_id = ANY (%(sku_ids)s::bigint[]) AND i.state = 'open'
   AND i.starts_at <= %(at)s::timestamptz AND i.ends_at > %(at)s::timestamptz
   AND (u.item_id IS NOT NULL OR p.item_id IS NOT NULL)
