-- Money that hangs: kept of orders that are over, captured for purchases that no longer wait, payments without an end.
-- In: now timestamptz (half an hour is allowed for what a task must still do)
SELECT 'money of order ' || o.id || ' ' || o.status AS problem
  FROM orders_order AS o JOIN escrow_hold AS h ON h.order_id = o.id
 WHERE o.status IN ('completed', 'cancelled', 'returned') AND h.amount_minor > h.given_back_minor + h.released_minor
UNION ALL
SELECT 'payment ' || p.id || ' of a purchase that is ' || u.status
  FROM payments_payment AS p JOIN orders_purchase AS u ON u.id = p.purchase_id
 WHERE u.status IN ('expired', 'cancelled') AND p.received_minor > p.refunded_minor
   AND p.paid_at < %(now)s::timestamptz - interval '30 minutes'
UNION ALL
SELECT 'payment ' || id || ' waits' FROM payments_payment
 WHERE state IN ('to_begin', 'awaiting') AND expires_at < %(now)s::timestamptz - interval '30 minutes'
UNION ALL
SELECT 'purchase ' || id || ' waits' FROM orders_purchase
 WHERE status = 'awaiting_payment' AND pay_by < %(now)s::timestamptz - interval '30 minutes'
UNION ALL
SELECT 'purchase ' || u.id || ' is still to be collected'
  FROM orders_purchase AS u
 WHERE u.status = 'to_collect'
   AND NOT EXISTS (SELECT FROM orders_order AS o WHERE o.purchase_id = u.id
                      AND (o.status NOT IN ('delivered', 'completed', 'returned', 'cancelled')
                           OR coalesce(o.completed_at, o.delivered_at, o.cancelled_at, o.placed_at)
                              > %(now)s::timestamptz - interval '30 minutes'))
UNION ALL
SELECT 'purchase ' || u.id || ' is paid by nothing'
  FROM orders_purchase AS u
  LEFT JOIN payments_payment AS p ON p.purchase_id = u.id AND p.state = 'paid'
 WHERE u.status = 'paid' AND u.total_minor > 0 AND u.payment_method NOT IN ('wallet', 'cod') AND p.id IS NULL
UNION ALL
SELECT 'refund ' || id || ' waits' FROM payments_refund
 WHERE state = 'to_send' AND created_at < %(now)s::timestamptz - interval '2 days'
