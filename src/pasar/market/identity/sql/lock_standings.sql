-- What customers may do, their rows locked in id order so that two purchases of one customer wait for each other.
-- In: customer_ids bigint[].   Index: identity_customer_pkey
SELECT c.id AS customer_id, c.country, NOT c.blocked AND p.is_active AS may_buy, c.cash_off_until
  FROM identity_customer AS c JOIN identity_person AS p ON p.id = c.person_id
 WHERE c.id = ANY (%(customer_ids)s::bigint[])
 ORDER BY c.id
   FOR NO KEY UPDATE OF c
