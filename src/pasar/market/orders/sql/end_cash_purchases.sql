-- Purchases paid at the door of which nothing is under way: paid when something arrived, cancelled when nothing did.
-- In: purchase_ids uuid[], at timestamptz   Index: orders_purchase_pkey, order_by_purchase
WITH waiting AS (SELECT id FROM orders_purchase
                  WHERE id = ANY(%(purchase_ids)s::uuid[]) AND status = 'to_collect'
                  ORDER BY id FOR NO KEY UPDATE),
     over AS (SELECT w.id, bool_or(o.status IN ('delivered', 'completed')) AS arrived, max(o.paid_at) AS paid_at
                FROM waiting AS w JOIN orders_order AS o ON o.purchase_id = w.id
               GROUP BY w.id
              HAVING bool_and(o.status IN ('delivered', 'completed', 'returned', 'cancelled')))
UPDATE orders_purchase AS p
   SET status = CASE WHEN over.arrived THEN 'paid' ELSE 'cancelled' END,
       paid_at = CASE WHEN over.arrived THEN coalesce(over.paid_at, %(at)s::timestamptz) END
  FROM over
 WHERE p.id = over.id
