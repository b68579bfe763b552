-- A seller's listings, the newest first, behind one.
-- In: seller_id bigint, state text ('' = all), text_like text ('' = any; matched in titles and seller codes),
--     after bigint (0 = from the newest), size int.   Index: listing_by_seller
SELECT l.id, l.slug, l.titles, l.pictures -> 0 AS picture, l.state, l.state_reason, p.category_path, l.price_minor,
       l.list_minor, (SELECT count(*) FROM catalogue_sku AS s WHERE s.listing_id = l.id AND s.active) AS sku_count,
       l.sold_count, l.rating_sum, l.rating_count, l.changed_at
  FROM catalogue_listing AS l
  JOIN catalogue_product AS p ON p.id = l.product_id
 WHERE l.seller_id = %(seller_id)s
   AND (%(state)s = '' OR l.state = %(state)s)
   AND (%(text_like)s = ''
        OR EXISTS (SELECT FROM jsonb_each_text(l.titles) AS t WHERE t.value ILIKE %(text_like)s)
        OR EXISTS (SELECT FROM catalogue_sku AS s WHERE s.listing_id = l.id AND s.seller_sku ILIKE %(text_like)s))
   AND (%(after)s = 0 OR l.id < %(after)s)
 ORDER BY l.id DESC
 LIMIT %(size)s
