-- Takes SKUs out of the offer that their listings no longer name; returns the listings.
-- In: listing_ids bigint[], kept bigint[]
UPDATE catalogue_sku AS s SET active = false
 WHERE s.listing_id = ANY (%(listing_ids)s::bigint[]) AND s.active AND NOT s.id = ANY (%(kept)s::bigint[])
RETURNING s.listing_id
