-- Variants of products by their options, made where there are none; in the order asked for.
-- In: country text, product_ids bigint[], options text[] (JSON, pairwise).   Index: variant_once_per_product
WITH wanted AS MATERIALIZED (
    SELECT product_id, options::jsonb AS options, place
      FROM unnest(%(product_ids)s::bigint[], %(options)s::text[]) WITH ORDINALITY AS w (product_id, options, place)
), made AS (
    INSERT INTO catalogue_variant (country, product_id, options)
    SELECT DISTINCT %(country)s, product_id, options FROM wanted
        ON CONFLICT (product_id, options) DO NOTHING
 RETURNING id, product_id, options
)
SELECT coalesce(m.id, v.id) AS id
  FROM wanted AS w
  LEFT JOIN made AS m ON m.product_id = w.product_id AND m.options = w.options
  LEFT JOIN catalogue_variant AS v ON v.product_id = w.product_id AND v.options = w.options
 ORDER BY w.place
