-- Adds units of a SKU to a customer's basket and returns the units then in it; no row when that would be above `most`.
-- What was saved for later comes back with the new units, as if it were added now.
-- In: country text, owner (the customer's id or hash), sku_id bigint, shop_id bigint, units int, seen_price_minor bigint,
--     at timestamptz, most int
INSERT INTO basket_line (country, customer_id, sku_id, shop_id, units, selected, seen_price_minor, added_at)
VALUES (%(country)s, %(owner)s, %(sku_id)s, %(shop_id)s, %(units)s, true, %(seen_price_minor)s, %(at)s)
    ON CONFLICT (customer_id, sku_id) WHERE customer_id IS NOT NULL
    DO UPDATE SET units = CASE WHEN basket_line.saved_at IS NULL THEN basket_line.units ELSE 0 END + excluded.units,
                  selected = true,
                  seen_price_minor = excluded.seen_price_minor,
                  added_at = CASE WHEN basket_line.saved_at IS NULL THEN basket_line.added_at ELSE excluded.added_at END,
                  saved_at = NULL
            WHERE CASE WHEN basket_line.saved_at IS NULL THEN basket_line.units ELSE 0 END + excluded.units <= %(most)s
RETURNING units
