-- Published listings with these letters in a title, of a category and what is below it, of a shop; the most sold first.
-- A walk through the venture's listings: for when the search index cannot be read.
-- In: country text, patterns text[] (for ILIKE, all must match), category text ('' = any), shop_id bigint (0 = any), size int
SELECT l.id
  FROM catalogue_listing AS l
  JOIN catalogue_product AS p ON p.id = l.product_id
 WHERE l.country = %(country)s AND l.state = 'published' AND l.price_minor IS NOT NULL
   AND (%(category)s = '' OR p.category_path = %(category)s OR starts_with(p.category_path, %(category)s || '/'))
   AND (%(shop_id)s::bigint = 0 OR l.shop_id = %(shop_id)s::bigint)
   AND l.titles::text ILIKE ALL (%(patterns)s::text[])
 ORDER BY l.sold_count DESC, l.id DESC
 LIMIT %(size)s
