-- The units of what is saved for later of one SKU; no row when it is not.
-- In: country text, customer_id bigint or null, guest_hash bytea or null, sku_id bigint
SELECT units FROM basket_line
 WHERE country = %(country)s AND sku_id = %(sku_id)s AND saved_at IS NOT NULL
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
