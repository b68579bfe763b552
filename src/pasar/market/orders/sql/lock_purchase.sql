-- A purchase, locked, with its orders' ids.  In: purchase_id uuid
SELECT p.id, p.country, p.customer_id, p.currency, p.total_minor, p.payment_method, p.status, p.pay_by,
       ARRAY (SELECT o.id FROM orders_order AS o WHERE o.purchase_id = p.id ORDER BY o.id) AS order_ids
  FROM orders_purchase AS p
 WHERE p.id = %(purchase_id)s
   FOR NO KEY UPDATE OF p
