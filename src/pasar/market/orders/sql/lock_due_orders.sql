-- Orders whose deadline has come, locked; those another worker has are passed over.
-- In: at timestamptz, size int   Index: order_by_deadline
SELECT id, deadline_action
  FROM orders_order
 WHERE deadline_at <= %(at)s
 ORDER BY deadline_at, id
 LIMIT %(size)s
   FOR NO KEY UPDATE SKIP LOCKED
