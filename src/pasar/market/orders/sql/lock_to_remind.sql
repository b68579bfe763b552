-- Orders not handed over whose time is nearly over and whose seller was not told yet, locked.
-- In: until timestamptz, size int   Index: order_to_remind
SELECT id FROM orders_order
 WHERE deadline_action = 'cancel_unshipped' AND NOT reminded AND deadline_at <= %(until)s
 ORDER BY deadline_at, id
 LIMIT %(size)s
   FOR NO KEY UPDATE SKIP LOCKED
