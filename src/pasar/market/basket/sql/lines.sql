-- A basket's lines, the newest shop's first, within a shop in the order they were added.
-- In: country text, customer_id bigint or null, guest_hash bytea or null
-- Index: basket_line_once_per_customer, basket_line_once_per_guest
SELECT sku_id, shop_id, units, selected, seen_price_minor, added_at
  FROM basket_line
 WHERE country = %(country)s AND saved_at IS NULL
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
 ORDER BY max(added_at) OVER (PARTITION BY shop_id) DESC, shop_id, added_at, sku_id
