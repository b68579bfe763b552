-- Notes that listings changed; returns (listing, shop) of the published ones, which visitors see.
-- In: listing_ids bigint[], at timestamptz
UPDATE catalogue_listing AS l SET changed_at = %(at)s
 WHERE l.id = ANY (%(listing_ids)s::bigint[])
RETURNING l.id, l.shop_id, l.country, l.state
