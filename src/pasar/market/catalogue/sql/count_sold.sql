-- Adds sold units to listings, never below none.  In: listing_ids bigint[], units int[]
UPDATE catalogue_listing AS l
   SET sold_count = greatest(l.sold_count + w.units, 0)
  FROM unnest(%(listing_ids)s::bigint[], %(units)s::int[]) AS w (listing_id, units)
 WHERE l.id = w.listing_id
