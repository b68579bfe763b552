-- The SKUs that shops have under these codes.
-- In: shop_ids bigint[], codes text[] (pairwise).   Index: sku_once_per_shop
SELECT s.shop_id, s.seller_sku, s.id AS sku_id, s.listing_id, l.product_id
  FROM unnest(%(shop_ids)s::bigint[], %(codes)s::text[]) AS w (shop_id, seller_sku)
  JOIN catalogue_sku AS s ON s.shop_id = w.shop_id AND s.seller_sku = w.seller_sku
  JOIN catalogue_listing AS l ON l.id = s.listing_id
