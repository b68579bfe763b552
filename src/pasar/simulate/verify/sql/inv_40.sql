-- Times that cannot be, and reservations that should have been given back.  In: now timestamptz (a few minutes allowed)
SELECT 'order ' || id AS problem FROM orders_order
 WHERE paid_at < placed_at OR shipped_at < paid_at AND payment_method <> 'cod' OR delivered_at < shipped_at
    OR completed_at < delivered_at OR placed_at > %(now)s::timestamptz + interval '2 minutes'
UNION ALL
SELECT 'payment ' || id FROM payments_payment WHERE paid_at < created_at - interval '2 minutes'
UNION ALL
SELECT 'reservation of line ' || line_id FROM stock_reservation
 WHERE state = 'held' AND expires_at < %(now)s::timestamptz - interval '15 minutes'
UNION ALL
SELECT 'transfer ' || id FROM ledger_transfer WHERE at > %(now)s::timestamptz + interval '2 minutes'
