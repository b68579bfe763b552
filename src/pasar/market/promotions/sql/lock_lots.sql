-- Lots of coins that a customer can spend, those that end first before the others; the rows stay locked.
-- In: customer_id bigint, at timestamptz.   Index: coin_lot_to_spend
SELECT id, left_minor, source
  FROM promotions_coinlot
 WHERE customer_id = %(customer_id)s::bigint AND left_minor > 0 AND ends_at > %(at)s::timestamptz
 ORDER BY ends_at, id
   FOR NO KEY UPDATE
