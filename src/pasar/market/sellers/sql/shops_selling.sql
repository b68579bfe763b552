-- Shops as a purchase needs them: whether they sell now, and from where.  In: shop_ids bigint[]
-- Index: sellers_shop_pkey, the warehouse's one per seller
SELECT s.id, s.seller_id, s.country, s.name, e.class_key, s.open AND e.state = 'approved' AS open, w.id AS warehouse_id,
       w.zone, s.dispatch_days
  FROM sellers_shop AS s
  JOIN sellers_seller AS e ON e.id = s.seller_id
  JOIN sellers_warehouse AS w ON w.seller_id = s.seller_id
 WHERE s.id = ANY (%(shop_ids)s::bigint[])
