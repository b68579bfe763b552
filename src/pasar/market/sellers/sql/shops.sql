-- Shops with what they sell from.  In: shop_ids bigint[].   Index: sellers_shop_pkey, warehouse's one per seller
SELECT s.id, s.seller_id, s.country, s.slug, s.name, s.tagline, s.description, e.class_key, s.open, s.place,
       coalesce(w.zone, '') AS zone, coalesce(w.id, 0) AS warehouse_id, s.dispatch_days, s.rating_sum, s.rating_count,
       s.sold_count, s.logo, s.banner, s.opened_at, s.paused
  FROM sellers_shop AS s
  JOIN sellers_seller AS e ON e.id = s.seller_id
  LEFT JOIN sellers_warehouse AS w ON w.seller_id = s.seller_id
 WHERE s.id = ANY (%(shop_ids)s::bigint[])
