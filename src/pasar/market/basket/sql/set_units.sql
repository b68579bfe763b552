-- Makes a line's units what was asked for.
-- In: country text, customer_id bigint or null, guest_hash bytea or null, sku_id bigint, units int, seen_price_minor bigint
UPDATE basket_line SET units = %(units)s, seen_price_minor = %(seen_price_minor)s
 WHERE country = %(country)s AND sku_id = %(sku_id)s
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
