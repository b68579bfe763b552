-- Captures of another amount than asked for, and paid orders that their hold does not cover exactly: with what the
-- customer pays, what the venture bears of discounts, and coins.
SELECT 'payment ' || id AS problem
  FROM payments_payment
 WHERE state = 'paid' AND received_minor IS DISTINCT FROM amount_minor
UNION ALL
SELECT 'order ' || o.id
  FROM orders_order AS o
  LEFT JOIN escrow_hold AS h ON h.order_id = o.id
 WHERE o.payment_method <> 'cod' AND o.paid_at IS NOT NULL
   AND (h.amount_minor, h.subsidy_minor, h.coins_minor)
       IS DISTINCT FROM (o.goods_minor - o.seller_discount_minor + o.shipping_minor - o.shipping_seller_discount_minor,
                         o.platform_discount_minor + o.shipping_platform_discount_minor, o.coins_minor)
UNION ALL
SELECT 'order ' || o.id || ', paid at the door'
  FROM orders_order AS o
  LEFT JOIN escrow_hold AS h ON h.order_id = o.id
  JOIN (SELECT order_id, coalesce(sum(goods_minor - seller_discount_minor), 0) AS held,
               coalesce(sum(platform_discount_minor), 0) AS subsidy, coalesce(sum(coins_minor), 0) AS coins
          FROM orders_line WHERE status IN ('delivered', 'completed') GROUP BY order_id) AS l ON l.order_id = o.id
 WHERE o.payment_method = 'cod'
   AND (coalesce(h.amount_minor, 0)
        NOT BETWEEN l.held AND l.held + o.shipping_minor - o.shipping_seller_discount_minor
        OR coalesce(h.subsidy_minor, 0) NOT BETWEEN l.subsidy AND l.subsidy + o.shipping_platform_discount_minor
        OR coalesce(h.coins_minor, 0) <> l.coins)
UNION ALL
SELECT 'order ' || o.id || ', of which nothing came to the door'
  FROM orders_order AS o JOIN escrow_hold AS h ON h.order_id = o.id
 WHERE o.payment_method = 'cod' AND h.amount_minor > 0
   AND NOT EXISTS (SELECT FROM orders_line AS n WHERE n.order_id = o.id AND n.status IN ('delivered', 'completed'))
