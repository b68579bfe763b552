-- Goods that left before their purchase was paid.
SELECT 'line ' || n.id AS problem
  FROM orders_line AS n
  JOIN orders_order AS o ON o.id = n.order_id
  JOIN orders_purchase AS p ON p.id = o.purchase_id
 WHERE n.status IN ('shipped', 'delivery_failed', 'delivered', 'completed', 'returned')
   AND (o.payment_method <> 'cod' AND (p.status <> 'paid' OR o.paid_at IS NULL)
     OR o.payment_method = 'cod' AND n.status <> 'returned' AND p.status NOT IN ('paid', 'to_collect'))
