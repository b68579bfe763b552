-- Gives listings their words and pictures of now; returns those that differed.
-- In: listing_ids bigint[], slugs text[], titles text[] (JSON), descriptions text[] (JSON), pictures text[] (JSON)
UPDATE catalogue_listing AS l
   SET slug = w.slug, titles = w.titles::jsonb, descriptions = w.descriptions::jsonb, pictures = w.pictures::jsonb
  FROM unnest(%(listing_ids)s::bigint[], %(slugs)s::text[], %(titles)s::text[], %(descriptions)s::text[], %(pictures)s::text[])
       AS w (listing_id, slug, titles, descriptions, pictures)
 WHERE l.id = w.listing_id
   AND (l.slug, l.titles, l.descriptions, l.pictures)
       IS DISTINCT FROM (w.slug, w.titles::jsonb, w.descriptions::jsonb, w.pictures::jsonb)
RETURNING l.id
