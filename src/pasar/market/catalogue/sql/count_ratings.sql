-- Adds ratings to listings.  In: listing_ids bigint[], sums int[], counts int[] (both may be negative: a review is hidden)
UPDATE catalogue_listing AS l
   SET rating_sum = l.rating_sum + w.sum, rating_count = l.rating_count + w.count
  FROM unnest(%(listing_ids)s::bigint[], %(sums)s::int[], %(counts)s::int[]) AS w (listing_id, sum, count)
 WHERE l.id = w.listing_id
