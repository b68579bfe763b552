-- Discounts as placed, of lines and of delivery (no line).
-- In: one array per column; units: an array literal of minor units each
INSERT INTO orders_discount (country, order_id, line_id, promotion_id, version, kind, class_key, name, seller_minor,
                             platform_minor, units)
SELECT country, order_id, line_id, promotion_id, version, kind, class_key, name, seller_minor, platform_minor,
       units::bigint[]
  FROM unnest(%(countries)s::text[], %(order_ids)s::uuid[], %(line_ids)s::uuid[], %(promotion_ids)s::bigint[],
              %(versions)s::int[], %(kinds)s::text[], %(classes)s::text[], %(names)s::text[], %(sellers)s::bigint[],
              %(platforms)s::bigint[], %(units)s::text[])
       AS d (country, order_id, line_id, promotion_id, version, kind, class_key, name, seller_minor, platform_minor,
             units)
