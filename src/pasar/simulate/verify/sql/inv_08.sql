-- Orders that are not the sum of their lines, delivery and rounding, or with more tax than they contain.
SELECT 'order ' || o.id AS problem
  FROM orders_order AS o
  LEFT JOIN (SELECT order_id, sum(goods_minor) AS goods, sum(tax_minor) AS tax FROM orders_line GROUP BY order_id) AS l
         ON l.order_id = o.id
 WHERE o.total_minor <= 0 OR o.shipping_minor < 0 OR o.goods_minor IS DISTINCT FROM l.goods
    OR o.total_minor <> o.goods_minor + o.shipping_minor + o.rounding_minor
    OR o.tax_minor <> l.tax + o.shipping_tax_minor OR o.shipping_tax_minor > o.shipping_minor
