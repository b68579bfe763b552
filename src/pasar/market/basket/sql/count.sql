-- How many lines a basket has.  In: country text, customer_id bigint or null, guest_hash bytea or null
-- Index: basket_line_once_per_customer, basket_line_once_per_guest
SELECT count(*) FROM basket_line
 WHERE country = %(country)s
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
