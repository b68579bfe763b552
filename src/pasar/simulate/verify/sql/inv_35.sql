-- Things of one seller, customer or venture that hang on another's.
SELECT 'line ' || n.id AS problem
  FROM orders_line AS n
  JOIN orders_order AS o ON o.id = n.order_id
  LEFT JOIN catalogue_sku AS k ON k.id = n.sku_id
 WHERE n.country <> o.country OR k.id IS NULL OR (k.seller_id, k.country) IS DISTINCT FROM (o.seller_id, o.country)
UNION ALL
SELECT 'order ' || o.id
  FROM orders_order AS o
  JOIN orders_purchase AS p ON p.id = o.purchase_id
  LEFT JOIN sellers_shop AS s ON s.id = o.shop_id
  LEFT JOIN sellers_warehouse AS w ON w.id = o.warehouse_id
 WHERE (o.customer_id, o.country) IS DISTINCT FROM (p.customer_id, p.country)
    OR (s.seller_id, s.country) IS DISTINCT FROM (o.seller_id, o.country)
    OR (w.seller_id, w.country) IS DISTINCT FROM (o.seller_id, o.country)
UNION ALL
SELECT 'purchase ' || p.id
  FROM orders_purchase AS p LEFT JOIN identity_customer AS c ON c.id = p.customer_id
 WHERE c.country IS DISTINCT FROM p.country
UNION ALL
SELECT 'hold ' || h.order_id
  FROM escrow_hold AS h LEFT JOIN orders_order AS o ON o.id = h.order_id
 WHERE (h.country, h.purchase_id, h.customer_id, h.seller_id)
       IS DISTINCT FROM (o.country, o.purchase_id, o.customer_id, o.seller_id)
UNION ALL
SELECT 'parcel ' || f.id
  FROM fulfilment_parcel AS f LEFT JOIN orders_order AS o ON o.id = f.order_id
 WHERE (f.country, f.customer_id, f.seller_id) IS DISTINCT FROM (o.country, o.customer_id, o.seller_id)
UNION ALL
SELECT 'statement ' || t.id
  FROM settlement_statement AS t LEFT JOIN sellers_seller AS s ON s.id = t.seller_id
 WHERE s.country IS DISTINCT FROM t.country
UNION ALL
SELECT 'review ' || r.id
  FROM reviews_review AS r
  LEFT JOIN orders_line AS n ON n.id = r.line_id
  LEFT JOIN orders_order AS o ON o.id = n.order_id
 WHERE (r.order_id, r.customer_id, r.seller_id, r.listing_id)
       IS DISTINCT FROM (o.id, o.customer_id, o.seller_id, n.listing_id)
