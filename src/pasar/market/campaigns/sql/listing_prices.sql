-- The lowest price that stands in for the offers' of these listings at a moment, and what is left of it where it has a quota.
-- In: listing_ids bigint[], at timestamptz   Index: item_open_by_listing, enrolment_by_listing
SELECT DISTINCT ON (listing_id) listing_id, sku_id, source, source_id, price_minor, was_minor, quota, units_left, ends_at
  FROM (SELECT listing_id, sku_id, 'flash' AS source, id AS source_id, price_minor, was_minor, quota, quota - sold AS units_left,
               ends_at
          FROM campaigns_item
         WHERE listing_id = ANY (%(listing_ids)s::bigint[]) AND state = 'open' AND sold < quota
           AND starts_at <= %(at)s::timestamptz AND ends_at > %(at)s::timestamptz
         UNION ALL
        SELECT listing_id, sku_id, 'campaign', id, price_minor, was_minor, NULL, NULL, ends_at
          FROM campaigns_enrolment
         WHERE listing_id = ANY (%(listing_ids)s::bigint[]) AND state = 'in'
           AND starts_at <= %(at)s::timestamptz AND ends_at > %(at)s::timestamptz) AS found
 ORDER BY listing_id, price_minor, source DESC
