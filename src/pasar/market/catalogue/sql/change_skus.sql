-- Gives SKUs their variant, place, picture, weight and size of now, and offers them again; returns the listings that differed.
-- In: sku_ids bigint[], variant_ids bigint[], positions int[], pictures text[] (JSON or null), weights int[], lengths int[],
--     widths int[], heights int[] (g and cm)
UPDATE catalogue_sku AS s
   SET variant_id = w.variant_id, position = w.position, picture = w.picture::jsonb, weight_g = w.weight_g,
       length_cm = w.length_cm, width_cm = w.width_cm, height_cm = w.height_cm, active = true
  FROM unnest(%(sku_ids)s::bigint[], %(variant_ids)s::bigint[], %(positions)s::int[], %(pictures)s::text[],
              %(weights)s::int[], %(lengths)s::int[], %(widths)s::int[], %(heights)s::int[])
       AS w (sku_id, variant_id, position, picture, weight_g, length_cm, width_cm, height_cm)
 WHERE s.id = w.sku_id
   AND (s.variant_id, s.position, s.picture, s.weight_g, s.length_cm, s.width_cm, s.height_cm, s.active)
       IS DISTINCT FROM (w.variant_id, w.position, w.picture::jsonb, w.weight_g, w.length_cm, w.width_cm, w.height_cm, true)
RETURNING s.listing_id
