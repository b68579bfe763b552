-- Purchases not paid in time, locked; those another worker (or their payment) holds are passed over.
-- In: at timestamptz, size int   Index: purchase_by_pay_by
SELECT id FROM orders_purchase
 WHERE status = 'awaiting_payment' AND pay_by <= %(at)s
 ORDER BY pay_by, id
 LIMIT %(size)s
   FOR NO KEY UPDATE SKIP LOCKED
