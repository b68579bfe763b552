-- Captures of another amount than asked for, and paid orders that their hold does not cover exactly.
SELECT 'payment ' || id AS problem
  FROM payments_payment
 WHERE state = 'paid' AND received_minor IS DISTINCT FROM amount_minor
UNION ALL
SELECT 'order ' || o.id
  FROM orders_order AS o
  LEFT JOIN escrow_hold AS h ON h.order_id = o.id
 WHERE o.payment_method <> 'cod' AND o.paid_at IS NOT NULL
   AND h.amount_minor IS DISTINCT FROM o.goods_minor + o.shipping_minor
UNION ALL
SELECT 'order ' || o.id || ', paid at the door'
  FROM orders_order AS o
  LEFT JOIN escrow_hold AS h ON h.order_id = o.id
  JOIN (SELECT order_id, sum(goods_minor) FILTER (WHERE status IN ('delivered', 'completed')) AS arrived
          FROM orders_line GROUP BY order_id) AS l ON l.order_id = o.id
 WHERE o.payment_method = 'cod'
   AND coalesce(h.amount_minor, 0) NOT BETWEEN coalesce(l.arrived, 0)
                                           AND coalesce(l.arrived + o.shipping_minor, 0)
