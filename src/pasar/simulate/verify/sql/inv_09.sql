-- Purchases that are not the sum of their orders.
SELECT 'purchase ' || p.id AS problem
  FROM orders_purchase AS p
  LEFT JOIN (SELECT purchase_id, sum(goods_minor) AS goods, sum(shipping_minor) AS shipping,
                    sum(rounding_minor) AS rounding, sum(coins_minor) AS coins, sum(total_minor) AS total,
                    sum(seller_discount_minor + platform_discount_minor + shipping_seller_discount_minor
                        + shipping_platform_discount_minor) AS discount
               FROM orders_order GROUP BY purchase_id) AS o ON o.purchase_id = p.id
 WHERE (p.goods_minor, p.shipping_minor, p.rounding_minor, p.discount_minor, p.coins_minor, p.total_minor)
       IS DISTINCT FROM (o.goods, o.shipping, o.rounding, o.discount, o.coins, o.total)
    OR p.total_minor <> p.goods_minor + p.shipping_minor + p.rounding_minor - p.discount_minor - p.coins_minor
