-- What is saved for later, the latest first, from a place on; `total` counts what follows from that place.
-- In: country text, customer_id bigint or null, guest_hash bytea or null, after_at timestamptz or null, after_sku bigint,
--     size int
-- Index: basket_line_once_per_customer, basket_line_once_per_guest
SELECT sku_id, shop_id, units, selected, seen_price_minor, added_at, saved_at, count(*) OVER () AS total
  FROM basket_line
 WHERE country = %(country)s AND saved_at IS NOT NULL
   AND (customer_id = %(customer_id)s::bigint OR guest_hash = %(guest_hash)s::bytea)
   AND (%(after_at)s::timestamptz IS NULL
        OR (saved_at, sku_id) < (%(after_at)s::timestamptz, %(after_sku)s::bigint))
 ORDER BY saved_at DESC, sku_id DESC
 LIMIT %(size)s
