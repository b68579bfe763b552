-- Uses with something in these orders that come back by now, as the rule of their day says.
-- In: order_ids uuid[].   Index: use_order_once, promotions_use_pkey, the reference of promotions_useorder
SELECT u.id, u.promotion_id
  FROM promotions_use AS u
 WHERE u.id IN (SELECT o.use_id FROM promotions_useorder AS o WHERE o.order_id = ANY (%(order_ids)s::uuid[]))
   AND u.given_back_at IS NULL
   AND (u.gives_back = 'always'
        OR (u.gives_back = 'full'
            AND NOT EXISTS (SELECT FROM promotions_useorder AS o WHERE o.use_id = u.id AND o.gone_at IS NULL)))
