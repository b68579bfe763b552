-- Makes a line's units what was asked for. The price last seen stays: that it changed is said until it was read.
-- In: country text, customer_id bigint or null, guest_hash bytea or null, sku_id bigint, units int
UPDATE basket_line SET units = %(units)s
 WHERE country = %(country)s AND sku_id = %(sku_id)s AND saved_at IS NULL
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
