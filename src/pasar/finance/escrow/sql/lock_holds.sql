-- Holds of orders, locked in order id.  In: order_ids uuid[].   Index: escrow_hold_pkey
SELECT order_id, purchase_id, country, currency, customer_id, seller_id, source, amount_minor, rounding_minor,
       given_back_minor, released_minor, taken_back_minor, goodwill_minor, refunded_minor, subsidy_minor,
       coins_minor, subsidy_back_minor, coins_back_minor, opened_at, ended_at
  FROM escrow_hold
 WHERE order_id = ANY (%(order_ids)s::uuid[])
 ORDER BY order_id
   FOR NO KEY UPDATE
