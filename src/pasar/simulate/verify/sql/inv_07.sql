-- Order lines that are not positive or do not add up.
SELECT 'line ' || id AS problem
  FROM orders_line
 WHERE units < 1 OR unit_minor <= 0 OR goods_minor <> unit_minor * units OR tax_minor NOT BETWEEN 0 AND goods_minor
