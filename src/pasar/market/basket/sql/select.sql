-- Marks lines as (not) to be bought now: these SKUs, or a shop's, or all when both are null.
-- In: country text, customer_id bigint or null, guest_hash bytea or null, sku_ids bigint[] or null, shop_id bigint or null,
--     selected boolean
UPDATE basket_line SET selected = %(selected)s
 WHERE country = %(country)s
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
   AND (%(sku_ids)s::bigint[] IS NULL OR sku_id = ANY (%(sku_ids)s::bigint[]))
   AND (%(shop_id)s::bigint IS NULL OR shop_id = %(shop_id)s::bigint)
   AND selected <> %(selected)s AND saved_at IS NULL
