-- Units free to sell per listing, over its SKUs.  In: listing_ids bigint[]   Index: level_by_listing
SELECT listing_id, sum(on_hand - reserved) AS units
  FROM stock_level WHERE listing_id = ANY (%(listing_ids)s::bigint[]) GROUP BY listing_id
