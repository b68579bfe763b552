-- Forgets notes that have been indexed; one that was made anew meanwhile stays.  In: country text, listing_ids bigint[], notes uuid[]
DELETE FROM search_pending AS p
 USING unnest(%(listing_ids)s::bigint[], %(notes)s::uuid[]) AS w (listing_id, noted)
 WHERE p.country = %(country)s AND p.listing_id = w.listing_id AND p.noted = w.noted
