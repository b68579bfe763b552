-- Notes that orders were cancelled whole.  In: order_ids uuid[], at timestamptz.   Index: use_order_once
UPDATE promotions_useorder SET gone_at = %(at)s::timestamptz
 WHERE order_id = ANY (%(order_ids)s::uuid[]) AND gone_at IS NULL
