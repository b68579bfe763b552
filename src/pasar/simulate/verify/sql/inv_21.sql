-- Provider's references used twice.
SELECT provider || ' ' || charge_id AS problem FROM payments_payment
 WHERE charge_id <> '' GROUP BY provider, charge_id HAVING count(*) > 1
UNION ALL
SELECT provider || ' ' || reference FROM payments_payment GROUP BY provider, reference HAVING count(*) > 1
UNION ALL
SELECT 'purchase ' || purchase_id FROM payments_payment
 WHERE purchase_id IS NOT NULL GROUP BY purchase_id HAVING count(*) > 1
