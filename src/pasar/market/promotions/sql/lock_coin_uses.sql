-- Coins that these orders and purchases took, but for some lines, and that did not come back; their lots are locked in the
-- order of spending.  In: order_ids, purchase_ids, but_line_ids uuid[]
-- Index: coin_use_by_order, coin_use_by_purchase, promotions_coinlot_pkey
SELECT u.id
  FROM promotions_coinuse AS u
  JOIN promotions_coinlot AS l ON l.id = u.lot_id
 WHERE (u.order_id = ANY (%(order_ids)s::uuid[]) OR u.purchase_id = ANY (%(purchase_ids)s::uuid[]))
   AND NOT u.line_id = ANY (%(but_line_ids)s::uuid[])
   AND u.given_back_at IS NULL
 ORDER BY l.customer_id, l.ends_at, l.id
   FOR NO KEY UPDATE OF l
