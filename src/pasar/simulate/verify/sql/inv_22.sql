-- Keys of checkout with two effects, or whose purchase is not the customer's.
SELECT 'customer ' || customer_id || ' key ' || key AS problem FROM checkout_attempt
 GROUP BY customer_id, key HAVING count(*) > 1
UNION ALL
SELECT 'purchase ' || purchase_id FROM checkout_attempt GROUP BY purchase_id HAVING count(*) > 1
UNION ALL
SELECT 'attempt ' || a.id
  FROM checkout_attempt AS a LEFT JOIN orders_purchase AS p ON p.id = a.purchase_id
 WHERE p.id IS NULL OR p.customer_id <> a.customer_id OR octet_length(a.body_hash) <> 32
