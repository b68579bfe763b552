-- Purchases that are not the sum of their orders.
SELECT 'purchase ' || p.id AS problem
  FROM orders_purchase AS p
  LEFT JOIN (SELECT purchase_id, sum(goods_minor) AS goods, sum(shipping_minor) AS shipping,
                    sum(rounding_minor) AS rounding, sum(total_minor) AS total
               FROM orders_order GROUP BY purchase_id) AS o ON o.purchase_id = p.id
 WHERE (p.goods_minor, p.shipping_minor, p.rounding_minor, p.total_minor)
       IS DISTINCT FROM (o.goods, o.shipping, o.rounding, o.total)
