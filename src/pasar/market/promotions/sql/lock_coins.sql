-- Lots of coins that these customers can spend, those that end first before the others; the rows stay locked.
-- In: customer_ids bigint[], at timestamptz.   Index: coin_lot_to_spend
SELECT id, customer_id, left_minor
  FROM promotions_coinlot
 WHERE customer_id = ANY (%(customer_ids)s::bigint[]) AND left_minor > 0 AND ends_at > %(at)s::timestamptz
 ORDER BY customer_id, ends_at, id
   FOR NO KEY UPDATE
