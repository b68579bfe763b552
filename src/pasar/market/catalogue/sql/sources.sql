-- What the search indexes of published listings: of these, or of a venture behind an id.
-- In: country text, listing_ids bigint[] (null: all), after bigint, size int.   Index: listing_published_by_country
SELECT l.id, l.shop_id, l.titles, l.descriptions, p.brand, p.category_path, p.attributes, l.price_minor,
       l.list_minor IS NOT NULL AS reduced, l.rating_sum, l.rating_count, l.sold_count, l.popularity,
       extract(epoch FROM coalesce(l.published_at, l.created_at))::bigint AS created_s, c.codes, c.options
  FROM catalogue_listing AS l
  JOIN catalogue_product AS p ON p.id = l.product_id
  LEFT JOIN LATERAL (
           SELECT string_agg(s.seller_sku, ' ' ORDER BY s.position) AS codes, jsonb_agg(v.options) AS options
             FROM catalogue_sku AS s JOIN catalogue_variant AS v ON v.id = s.variant_id
            WHERE s.listing_id = l.id AND s.active
       ) AS c ON true
 WHERE l.country = %(country)s AND l.state = 'published' AND l.price_minor IS NOT NULL
   AND l.id > %(after)s AND (%(listing_ids)s::bigint[] IS NULL OR l.id = ANY (%(listing_ids)s::bigint[]))
 ORDER BY l.id
 LIMIT %(size)s
