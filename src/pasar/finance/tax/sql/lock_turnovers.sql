-- Sellers' turnover of a year, opened where missing and locked in seller order.
-- In: countries text[], seller_ids bigint[], years int[].   Index: turnover_one_per_year
WITH wanted AS (
    SELECT * FROM unnest(%(countries)s::text[], %(seller_ids)s::bigint[], %(years)s::int[]) AS w (country, seller_id, year)
), opened AS (
    INSERT INTO tax_turnover (country, seller_id, year, goods_minor)
    SELECT country, seller_id, year, 0 FROM wanted ORDER BY seller_id, year
    -- Touching the row locks it, whether it was there or not.
    ON CONFLICT (seller_id, year) DO UPDATE SET goods_minor = tax_turnover.goods_minor
    RETURNING seller_id, year, goods_minor
)
SELECT seller_id, year, goods_minor FROM opened
