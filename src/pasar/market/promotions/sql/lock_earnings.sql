-- Coins that wait for the completion of orders, locked in id order.  In: order_ids uuid[].   Index: coin_earning_by_order
SELECT id, country, customer_id, seller_id, order_id, line_id, amount_minor, seller_minor
  FROM promotions_coinearning
 WHERE order_id = ANY (%(order_ids)s::uuid[]) AND state = 'waiting'
 ORDER BY id
   FOR NO KEY UPDATE
