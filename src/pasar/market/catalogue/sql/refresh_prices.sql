-- Works out again what lists show of listings' prices at a moment; returns those whose price differed.
-- In: listing_ids bigint[], at timestamptz.   Index: sku_once_per_listing_and_variant, offer_once_per_sku_and_beginning
WITH skus AS (
    SELECT s.listing_id, o.price_minor, o.list_minor, t.turns_at
      FROM catalogue_sku AS s
      LEFT JOIN LATERAL (
               SELECT price_minor, list_minor FROM catalogue_offer
                WHERE sku_id = s.id AND from_at <= %(at)s AND (until_at IS NULL OR until_at > %(at)s)
                ORDER BY from_at DESC LIMIT 1
           ) AS o ON true
      LEFT JOIN LATERAL (
               SELECT min(CASE WHEN from_at > %(at)s THEN from_at ELSE until_at END) AS turns_at FROM catalogue_offer
                WHERE sku_id = s.id AND (from_at > %(at)s OR until_at > %(at)s)
           ) AS t ON true
     WHERE s.listing_id = ANY (%(listing_ids)s::bigint[]) AND s.active
), best AS (
    SELECT DISTINCT ON (listing_id) listing_id, price_minor, list_minor,
           min(turns_at) OVER (PARTITION BY listing_id) AS turns_at
      FROM skus
     ORDER BY listing_id, price_minor NULLS LAST, list_minor DESC NULLS LAST
), old AS (
    SELECT id, price_minor, list_minor FROM catalogue_listing WHERE id = ANY (%(listing_ids)s::bigint[])
     ORDER BY id FOR NO KEY UPDATE
), changed AS (
    UPDATE catalogue_listing AS l
       SET price_minor = b.price_minor, list_minor = b.list_minor, price_turns_at = b.turns_at
      FROM old LEFT JOIN best AS b ON b.listing_id = old.id
     WHERE l.id = old.id
       AND (l.price_minor, l.list_minor, l.price_turns_at) IS DISTINCT FROM (b.price_minor, b.list_minor, b.turns_at)
 RETURNING l.id, (old.price_minor, old.list_minor) IS DISTINCT FROM (b.price_minor, b.list_minor) AS other
)
SELECT id FROM changed WHERE other
