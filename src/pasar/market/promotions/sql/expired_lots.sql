-- Lots whose time is over and that have coins left, for one sweeper at a time.
-- In: at timestamptz, size int.   Index: coin_lot_by_end
SELECT id, country, customer_id, left_minor
  FROM promotions_coinlot
 WHERE left_minor > 0 AND ends_at <= %(at)s::timestamptz
 ORDER BY ends_at
 LIMIT %(size)s
   FOR NO KEY UPDATE SKIP LOCKED
