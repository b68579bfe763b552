-- More time to confirm, once.  In: order_id uuid, deadline_at timestamptz
UPDATE orders_order SET deadline_at = %(deadline_at)s, extended = true WHERE id = %(order_id)s AND NOT extended
