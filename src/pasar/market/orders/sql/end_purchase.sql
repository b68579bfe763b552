-- A purchase is paid, expired or cancelled.  In: purchase_id uuid, status text, paid_at timestamptz or null
UPDATE orders_purchase SET status = %(status)s, paid_at = coalesce(paid_at, %(paid_at)s::timestamptz)
 WHERE id = %(purchase_id)s
