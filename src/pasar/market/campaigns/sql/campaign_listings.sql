-- Listings with something enrolled in a campaign, the deepest cut first.  In: campaign_id bigint, size int
SELECT listing_id
  FROM campaigns_enrolment
 WHERE campaign_id = %(campaign_id)s AND state = 'in'
 GROUP BY listing_id
 ORDER BY max((was_minor - price_minor) * 10000 / was_minor) DESC, listing_id
 LIMIT %(size)s::int
