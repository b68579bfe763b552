-- Goods in a parcel of another order or in two, sent more often than ordered, or returned without having been sent.
SELECT 'line ' || p.line_id AS problem
  FROM fulfilment_parcelline AS p
  JOIN fulfilment_parcel AS f ON f.id = p.parcel_id
  LEFT JOIN orders_line AS n ON n.id = p.line_id
 WHERE n.order_id IS DISTINCT FROM f.order_id
UNION ALL
SELECT 'line ' || n.id
  FROM orders_line AS n
  JOIN (SELECT ref, -sum(units) FILTER (WHERE kind = 'sale') AS sent, coalesce(sum(units) FILTER (WHERE kind = 'return'), 0) AS back
          FROM stock_movement WHERE kind IN ('sale', 'return') GROUP BY ref) AS m ON m.ref = n.id::text
 WHERE m.sent IS DISTINCT FROM n.units OR m.back > m.sent
