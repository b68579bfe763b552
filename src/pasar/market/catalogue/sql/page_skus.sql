-- A listing's SKUs with the offers in force at a moment, the inactive ones too, in the order shown.
-- In: listing_id bigint, at timestamptz.   Index: sku_once_per_listing_and_variant, offer_once_per_sku_and_beginning
SELECT s.id, s.seller_sku, v.options, s.picture, o.price_minor, o.list_minor, s.weight_g, s.length_cm, s.width_cm,
       s.height_cm, s.active
  FROM catalogue_sku AS s
  JOIN catalogue_variant AS v ON v.id = s.variant_id
  LEFT JOIN LATERAL (
           SELECT price_minor, list_minor FROM catalogue_offer
            WHERE sku_id = s.id AND from_at <= %(at)s AND (until_at IS NULL OR until_at > %(at)s)
            ORDER BY from_at DESC LIMIT 1
       ) AS o ON true
 WHERE s.listing_id = %(listing_id)s
 ORDER BY s.position, s.id
