-- Their sellers were told.  In: order_ids uuid[]
UPDATE orders_order SET reminded = true WHERE id = ANY (%(order_ids)s::uuid[])
