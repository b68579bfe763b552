-- No deadline any more: somebody looks at them.  In: order_ids uuid[]
UPDATE orders_order SET deadline_at = NULL, deadline_action = '' WHERE id = ANY (%(order_ids)s::uuid[])
