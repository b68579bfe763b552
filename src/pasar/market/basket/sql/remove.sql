-- Takes lines out of a basket.
-- In: country text, customer_id bigint or null, guest_hash bytea or null, sku_ids bigint[]
DELETE FROM basket_line
 WHERE country = %(country)s AND sku_id = ANY (%(sku_ids)s::bigint[])
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
