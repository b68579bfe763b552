-- Customers' places in the lines for items, and how many wait before each.  In: item_ids bigint[], customer_ids bigint[], in pairs
-- Index: place_once_per_item_and_customer, place_waiting_in_order
WITH wanted AS (SELECT DISTINCT * FROM unnest(%(item_ids)s::bigint[], %(customer_ids)s::bigint[]) AS w (item_id, customer_id)),
line AS (
    SELECT id, row_number() OVER (PARTITION BY item_id ORDER BY id) - 1 AS ahead
      FROM campaigns_place WHERE item_id = ANY (%(item_ids)s::bigint[]) AND state = 'waiting'
)
SELECT p.id, p.item_id, p.customer_id, p.state, p.units, p.joined_at, p.called_until, coalesce(l.ahead, 0)::int AS ahead
  FROM campaigns_place AS p
  JOIN wanted AS w ON w.item_id = p.item_id AND w.customer_id = p.customer_id
  LEFT JOIN line AS l ON l.id = p.id
