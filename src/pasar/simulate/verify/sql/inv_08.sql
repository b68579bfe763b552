-- Orders that are not the sum of their lines, delivery, discounts and rounding, with more tax than they contain, or
-- whose discounts on delivery are not the sum of their promotions' parts.
SELECT 'order ' || o.id AS problem
  FROM orders_order AS o
  LEFT JOIN (SELECT order_id, sum(goods_minor) AS goods, sum(tax_minor) AS tax, sum(seller_discount_minor) AS seller,
                    sum(platform_discount_minor) AS platform, sum(coins_minor) AS coins
               FROM orders_line GROUP BY order_id) AS l ON l.order_id = o.id
  LEFT JOIN (SELECT order_id, sum(seller_minor) AS seller, sum(platform_minor) AS platform
               FROM orders_discount WHERE line_id IS NULL GROUP BY order_id) AS d ON d.order_id = o.id
 WHERE o.total_minor < 0
    OR (o.goods_minor, o.seller_discount_minor, o.platform_discount_minor, o.coins_minor)
       IS DISTINCT FROM (l.goods, l.seller, l.platform, l.coins)
    OR (o.shipping_seller_discount_minor, o.shipping_platform_discount_minor)
       IS DISTINCT FROM (coalesce(d.seller, 0), coalesce(d.platform, 0))
    OR o.shipping_minor < o.shipping_seller_discount_minor + o.shipping_platform_discount_minor
    OR o.total_minor <> o.goods_minor - o.seller_discount_minor - o.platform_discount_minor - o.coins_minor
                        + o.shipping_minor - o.shipping_seller_discount_minor - o.shipping_platform_discount_minor
                        + o.rounding_minor
    OR o.tax_minor <> l.tax + o.shipping_tax_minor
    OR o.shipping_tax_minor > o.shipping_minor - o.shipping_seller_discount_minor
UNION ALL
SELECT 'discount ' || d.id || ' of no order'
  FROM orders_discount AS d
  LEFT JOIN orders_order AS o ON o.id = d.order_id AND o.country = d.country
 WHERE o.id IS NULL
