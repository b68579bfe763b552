-- SKUs as they are on offer at a moment: the offer in force that began last.
-- In: sku_ids bigint[], at timestamptz.   Index: offer_once_per_sku_and_beginning
SELECT s.id AS sku_id, s.listing_id, s.shop_id, s.seller_id, s.country, s.seller_sku, l.titles, v.options, p.axes,
       s.picture AS own_picture, l.pictures -> 0 AS cover, p.category_path, o.price_minor, o.list_minor,
       s.weight_g, s.length_cm, s.width_cm, s.height_cm, (l.state = 'published' AND s.active) AS on_sale, l.slug
  FROM catalogue_sku AS s
  JOIN catalogue_listing AS l ON l.id = s.listing_id
  JOIN catalogue_variant AS v ON v.id = s.variant_id
  JOIN catalogue_product AS p ON p.id = l.product_id
  LEFT JOIN LATERAL (
           SELECT price_minor, list_minor FROM catalogue_offer
            WHERE sku_id = s.id AND from_at <= %(at)s AND (until_at IS NULL OR until_at > %(at)s)
            ORDER BY from_at DESC LIMIT 1
       ) AS o ON true
 WHERE s.id = ANY (%(sku_ids)s::bigint[])
 ORDER BY s.id
