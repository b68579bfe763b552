-- A guest's lines become the customer's; units of the same SKU add up, to 999 at most. The guest's lines are gone.
-- In: customer_id bigint, guest_hash bytea, country text, most int, room int (lines the customer may still add)
WITH taken AS (
    DELETE FROM basket_line WHERE guest_hash = %(guest_hash)s AND country = %(country)s
 RETURNING country, sku_id, shop_id, units, selected, seen_price_minor, added_at
), known AS (
    SELECT t.sku_id FROM taken AS t
      JOIN basket_line AS b ON b.customer_id = %(customer_id)s AND b.sku_id = t.sku_id
), kept AS (
    SELECT t.* FROM taken AS t WHERE t.sku_id IN (SELECT sku_id FROM known)
     UNION ALL
    (SELECT t.* FROM taken AS t WHERE t.sku_id NOT IN (SELECT sku_id FROM known)
      ORDER BY t.added_at DESC LIMIT %(room)s)
)
INSERT INTO basket_line (country, customer_id, sku_id, shop_id, units, selected, seen_price_minor, added_at)
SELECT country, %(customer_id)s, sku_id, shop_id, units, selected, seen_price_minor, added_at
  FROM kept ORDER BY sku_id
    ON CONFLICT (customer_id, sku_id) WHERE customer_id IS NOT NULL
    DO UPDATE SET units = least(basket_line.units + excluded.units, %(most)s),
                  selected = basket_line.selected OR excluded.selected
