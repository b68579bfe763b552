-- What customers may do, their rows locked in id order so that two purchases of one customer wait for each other; and
-- which of their sessions, among those asked about, were ended at the server.
-- In: customer_ids bigint[], sids text[].   Index: identity_customer_pkey, identity_endedsession_pkey
SELECT c.id AS customer_id, c.country, NOT c.blocked AND p.is_active AS may_buy, c.cash_off_until, p.id AS person_id,
       p.password,
       ARRAY (SELECT e.sid FROM identity_endedsession AS e
               WHERE e.sid = ANY (%(sids)s::text[]) AND e.person_id = p.id) AS ended
  FROM identity_customer AS c JOIN identity_person AS p ON p.id = c.person_id
 WHERE c.id = ANY (%(customer_ids)s::bigint[])
 ORDER BY c.id
   FOR NO KEY UPDATE OF c
