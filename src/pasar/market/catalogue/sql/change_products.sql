-- Gives products what their listings say now; returns the listings whose product differed.
-- In: listing_ids bigint[], categories text[], brands text[], attributes text[] (JSON), axes text[] (JSON)
WITH wanted AS (
    SELECT l.id AS listing_id, l.product_id, w.category_path, w.brand, w.attributes::jsonb AS attributes, w.axes::jsonb AS axes
      FROM unnest(%(listing_ids)s::bigint[], %(categories)s::text[], %(brands)s::text[], %(attributes)s::text[], %(axes)s::text[])
           AS w (listing_id, category_path, brand, attributes, axes)
      JOIN catalogue_listing AS l ON l.id = w.listing_id
)
UPDATE catalogue_product AS p
   SET category_path = w.category_path, brand = w.brand, attributes = w.attributes, axes = w.axes
  FROM wanted AS w
 WHERE p.id = w.product_id
   AND (p.category_path, p.brand, p.attributes, p.axes) IS DISTINCT FROM (w.category_path, w.brand, w.attributes, w.axes)
RETURNING w.listing_id
