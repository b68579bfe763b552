-- Adds units sold to shops, in id order.  In: shop_ids bigint[], units bigint[], pairs
UPDATE sellers_shop AS s
   SET sold_count = s.sold_count + n.units
  FROM (SELECT w.shop_id, w.units
          FROM unnest(%(shop_ids)s::bigint[], %(units)s::bigint[]) AS w (shop_id, units)
          JOIN sellers_shop AS l ON l.id = w.shop_id
         ORDER BY l.id FOR NO KEY UPDATE OF l) AS n
 WHERE s.id = n.shop_id
