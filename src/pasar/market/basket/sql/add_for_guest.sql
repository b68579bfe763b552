-- Adds units of a SKU to a guest's basket and returns the units then in it; no row when that would be above `most`.
-- In: country text, owner (the guest's id or hash), sku_id bigint, shop_id bigint, units int, seen_price_minor bigint,
--     at timestamptz, most int
INSERT INTO basket_line (country, guest_hash, sku_id, shop_id, units, selected, seen_price_minor, added_at)
VALUES (%(country)s, %(owner)s, %(sku_id)s, %(shop_id)s, %(units)s, true, %(seen_price_minor)s, %(at)s)
    ON CONFLICT (guest_hash, country, sku_id) WHERE guest_hash IS NOT NULL
    DO UPDATE SET units = basket_line.units + excluded.units,
                  selected = true,
                  seen_price_minor = excluded.seen_price_minor
            WHERE basket_line.units + excluded.units <= %(most)s
RETURNING units
