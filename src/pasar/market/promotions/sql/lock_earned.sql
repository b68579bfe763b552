-- Coins that an order's lines brought, locked in id order. Those still waiting are locked too, so that whoever moves them
-- on is waited for, and are told by their state.  In: order_id uuid.   Index: coin_earning_by_order
SELECT id, country, customer_id, seller_id, order_id, line_id, amount_minor, seller_minor, kept_minor, state
  FROM promotions_coinearning
 WHERE order_id = %(order_id)s::uuid AND state <> 'dropped'
 ORDER BY id
   FOR NO KEY UPDATE
