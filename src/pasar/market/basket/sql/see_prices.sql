-- Remembers prices as seen now.
-- In: country text, customer_id bigint or null, guest_hash bytea or null, sku_ids bigint[], prices bigint[]
UPDATE basket_line AS b SET seen_price_minor = s.price_minor
  FROM unnest(%(sku_ids)s::bigint[], %(prices)s::bigint[]) AS s (sku_id, price_minor)
 WHERE b.country = %(country)s AND b.sku_id = s.sku_id AND b.seen_price_minor <> s.price_minor
   AND (b.customer_id = %(customer_id)s::bigint OR b.guest_hash = %(guest_hash)s::bytea)
