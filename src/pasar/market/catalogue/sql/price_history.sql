-- The offers of SKUs that were in force at some time since a moment, and began before now.
-- In: sku_ids bigint[], since timestamptz, at timestamptz.   Index: offer_once_per_sku_and_beginning
SELECT sku_id, price_minor, from_at, until_at
  FROM catalogue_offer
 WHERE sku_id = ANY (%(sku_ids)s::bigint[])
   AND from_at < %(at)s::timestamptz AND (until_at IS NULL OR until_at > %(since)s::timestamptz)
 ORDER BY sku_id, from_at
