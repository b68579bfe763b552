-- Order lines that are not positive or do not add up, whose discounts are not the sum of their promotions' parts, or
-- where a promotion's part is not the sum of what each unit is cheaper by; units that cost less than nothing.
SELECT 'line ' || id AS problem
  FROM orders_line
 WHERE units < 1 OR unit_minor <= 0 OR goods_minor <> unit_minor * units
    OR tax_minor NOT BETWEEN 0 AND goods_minor - seller_discount_minor
    OR least(seller_discount_minor, platform_discount_minor, coins_minor) < 0
    OR seller_discount_minor + platform_discount_minor + coins_minor > goods_minor
UNION ALL
SELECT 'discounts of line ' || n.id
  FROM orders_line AS n
  LEFT JOIN (SELECT line_id, sum(seller_minor) AS seller, sum(platform_minor) AS platform
               FROM orders_discount WHERE line_id IS NOT NULL GROUP BY line_id) AS d ON d.line_id = n.id
 WHERE (n.seller_discount_minor, n.platform_discount_minor)
       IS DISTINCT FROM (coalesce(d.seller, 0), coalesce(d.platform, 0))
UNION ALL
SELECT 'discount ' || d.id
  FROM orders_discount AS d
  LEFT JOIN orders_line AS n ON n.id = d.line_id
 WHERE d.line_id IS NOT NULL
   AND (n.order_id IS DISTINCT FROM d.order_id OR n.country <> d.country OR cardinality(d.units) <> n.units
        OR d.seller_minor + d.platform_minor <> (SELECT sum(each) FROM unnest(d.units) AS u (each))
        OR EXISTS (SELECT FROM unnest(d.units) AS u (each) WHERE each < 0))
UNION ALL
SELECT 'unit ' || u.number || ' of line ' || d.line_id
  FROM orders_discount AS d
  JOIN orders_line AS n ON n.id = d.line_id,
       unnest(d.units) WITH ORDINALITY AS u (each, number)
 GROUP BY d.line_id, n.unit_minor, u.number
HAVING sum(u.each) > n.unit_minor
