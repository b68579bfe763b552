-- A customer's coins: those that can be spent, by lot, those that end first before the others.
-- In: country text, customer_id bigint, at timestamptz, size int.   Index: coin_lot_to_spend
SELECT id, left_minor, earned_minor, source, earned_at, ends_at
  FROM promotions_coinlot
 WHERE customer_id = %(customer_id)s::bigint AND country = %(country)s AND left_minor > 0
   AND ends_at > %(at)s::timestamptz
 ORDER BY ends_at, id
 LIMIT %(size)s
