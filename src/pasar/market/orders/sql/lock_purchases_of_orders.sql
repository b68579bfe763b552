-- The purchases of these orders, locked in id order.  In: order_ids uuid[]
SELECT p.id
  FROM orders_purchase AS p
 WHERE p.id IN (SELECT purchase_id FROM orders_order WHERE id = ANY (%(order_ids)s::uuid[]))
 ORDER BY p.id
   FOR NO KEY UPDATE
