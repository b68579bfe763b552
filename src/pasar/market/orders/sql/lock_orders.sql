-- Orders, locked in id order.  In: order_ids uuid[]
SELECT id, country, purchase_id, customer_id, seller_id, seller_class, status, currency, payment_method, goods_minor,
       seller_discount_minor, platform_discount_minor, coins_minor, shipping_minor, shipping_seller_discount_minor,
       shipping_platform_discount_minor, rounding_minor, shipping_tax_minor, carrier_key, promise_to, extended, deadline_at,
       deadline_action, number
  FROM orders_order
 WHERE id = ANY (%(order_ids)s::uuid[])
 ORDER BY id
   FOR NO KEY UPDATE
