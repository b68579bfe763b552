-- The seller sent it by means of his own: delivery is his to be paid for.  In: order_id uuid, carrier_key text
UPDATE orders_order SET carrier_key = %(carrier_key)s WHERE id = %(order_id)s AND carrier_key <> %(carrier_key)s
