-- Moves lines of a basket to what is saved for later.
-- In: country text, customer_id bigint or null, guest_hash bytea or null, sku_ids bigint[], at timestamptz
UPDATE basket_line SET saved_at = %(at)s, selected = false
 WHERE country = %(country)s AND sku_id = ANY (%(sku_ids)s::bigint[]) AND saved_at IS NULL
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
