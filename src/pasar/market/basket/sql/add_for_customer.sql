-- Adds units of a SKU to a customer's basket and returns the units then in it; no row when that would be above `most`.
-- In: country text, owner (the customer's id or hash), sku_id bigint, shop_id bigint, units int, seen_price_minor bigint,
--     at timestamptz, most int
INSERT INTO basket_line (country, customer_id, sku_id, shop_id, units, selected, seen_price_minor, added_at)
VALUES (%(country)s, %(owner)s, %(sku_id)s, %(shop_id)s, %(units)s, true, %(seen_price_minor)s, %(at)s)
    ON CONFLICT (customer_id, sku_id) WHERE customer_id IS NOT NULL
    DO UPDATE SET units = basket_line.units + excluded.units,
                  selected = true,
                  seen_price_minor = excluded.seen_price_minor
            WHERE basket_line.units + excluded.units <= %(most)s
RETURNING units
