-- Coins that waited for orders or lines will not come.  In: order_ids, line_ids uuid[]
-- Index: coin_earning_by_order, coin_earning_once_per_line
UPDATE promotions_coinearning SET state = 'dropped'
 WHERE (order_id = ANY (%(order_ids)s::uuid[]) OR line_id = ANY (%(line_ids)s::uuid[])) AND state = 'waiting'
