-- Moves what was saved for later back into the basket, selected, as if it were added now.
-- In: country text, customer_id bigint or null, guest_hash bytea or null, sku_id bigint, units int, at timestamptz
UPDATE basket_line SET saved_at = NULL, selected = true, units = %(units)s, added_at = %(at)s
 WHERE country = %(country)s AND sku_id = %(sku_id)s AND saved_at IS NOT NULL
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
