-- How many lines a basket has, and how many are saved for later.  In: country text, customer_id bigint or null, guest_hash bytea or null
-- Index: basket_line_once_per_customer, basket_line_once_per_guest
SELECT count(*) FILTER (WHERE saved_at IS NULL), count(*) FILTER (WHERE saved_at IS NOT NULL)
  FROM basket_line
 WHERE country = %(country)s
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
