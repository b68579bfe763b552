-- Coins that waited for orders will not come.  In: order_ids uuid[].   Index: coin_earning_by_order
UPDATE promotions_coinearning SET state = 'dropped'
 WHERE order_id = ANY (%(order_ids)s::uuid[]) AND state = 'waiting'
