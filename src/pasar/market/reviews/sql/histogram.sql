-- How many visible reviews of a listing gave how many stars.  In: listing_id bigint   Index: review_by_listing_and_rating
SELECT rating, count(*)::int AS reviews
  FROM reviews_review WHERE listing_id = %(listing_id)s AND NOT hidden GROUP BY rating
