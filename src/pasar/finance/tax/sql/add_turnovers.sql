-- Adds to sellers' turnover of a year; less for what was taken back.
-- In: countries text[], seller_ids bigint[], years int[], amounts bigint[] (minor units).   Index: turnover_one_per_year
INSERT INTO tax_turnover AS t (country, seller_id, year, goods_minor)
SELECT w.country, w.seller_id, w.year, w.amount
  FROM unnest(%(countries)s::text[], %(seller_ids)s::bigint[], %(years)s::int[], %(amounts)s::bigint[])
       AS w (country, seller_id, year, amount)
 ORDER BY w.seller_id, w.year
ON CONFLICT (seller_id, year) DO UPDATE SET goods_minor = t.goods_minor + excluded.goods_minor
