-- A guest's lines, with what they saved for later, become the customer's; the guest's are gone.
-- Of the same SKU: in the same place units add up, to 999 at most; else the basket's line wins over what was saved.
-- In: customer_id bigint, guest_hash bytea, country text, most int (units of a line),
--     room int, saved_room int (lines the customer may still add to the basket, to what is saved)
WITH taken AS (
    DELETE FROM basket_line WHERE guest_hash = %(guest_hash)s AND country = %(country)s
 RETURNING country, sku_id, shop_id, units, selected, seen_price_minor, added_at, saved_at
), met AS (
    SELECT t.*, b.id IS NOT NULL AS known, b.id IS NOT NULL AND b.saved_at IS NULL AS in_basket
      FROM taken AS t
      LEFT JOIN basket_line AS b ON b.customer_id = %(customer_id)s AND b.sku_id = t.sku_id
), kept AS (
    SELECT * FROM met WHERE in_basket OR known AND saved_at IS NOT NULL
     UNION ALL
    (SELECT * FROM met WHERE saved_at IS NULL AND NOT in_basket ORDER BY added_at DESC LIMIT %(room)s)
     UNION ALL
    (SELECT * FROM met WHERE saved_at IS NOT NULL AND NOT known ORDER BY saved_at DESC LIMIT %(saved_room)s)
)
INSERT INTO basket_line
       (country, customer_id, sku_id, shop_id, units, selected, seen_price_minor, added_at, saved_at)
SELECT country, %(customer_id)s, sku_id, shop_id, units, selected, seen_price_minor, added_at, saved_at
  FROM kept ORDER BY sku_id
    ON CONFLICT (customer_id, sku_id) WHERE customer_id IS NOT NULL
    DO UPDATE SET units = CASE WHEN (basket_line.saved_at IS NULL) = (excluded.saved_at IS NULL)
                               THEN least(basket_line.units + excluded.units, %(most)s)
                               WHEN excluded.saved_at IS NULL THEN excluded.units
                               ELSE basket_line.units END,
                  selected = basket_line.selected OR excluded.selected,
                  saved_at = CASE WHEN basket_line.saved_at IS NOT NULL THEN excluded.saved_at END
