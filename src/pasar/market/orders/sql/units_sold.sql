-- Units of completed lines, by listing and shop.  In: order_ids uuid[]   Index: line_by_order
SELECT l.listing_id, o.shop_id, sum(l.units)::int AS units
  FROM orders_order AS o JOIN orders_line AS l ON l.order_id = o.id AND l.status = 'completed'
 WHERE o.id = ANY (%(order_ids)s::uuid[])
 GROUP BY l.listing_id, o.shop_id
 ORDER BY l.listing_id, o.shop_id
