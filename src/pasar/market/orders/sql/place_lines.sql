-- Lines as placed, each with its first event, whose id is the line's.  In: one array per column, jsonb as text
WITH placed AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(order_ids)s::uuid[], %(sku_ids)s::bigint[],
                         %(listing_ids)s::bigint[], %(seller_skus)s::text[], %(titles)s::text[], %(options)s::text[],
                         %(pictures)s::jsonb[], %(unit_prices)s::bigint[], %(price_sources)s::text[],
                         %(price_source_ids)s::bigint[], %(units)s::int[], %(goods)s::bigint[],
                         %(seller_discounts)s::bigint[], %(platform_discounts)s::bigint[], %(coins)s::bigint[],
                         %(tax_bps)s::int[], %(taxes)s::bigint[], %(statuses)s::text[], %(weights)s::int[],
                         %(paths)s::text[], %(commissions)s::int[], %(payment_fees)s::int[], %(fee_rules)s::bigint[],
                         %(costs)s::bigint[], %(actors)s::text[], %(placed)s::timestamptz[])
        AS p (id, country, order_id, sku_id, listing_id, seller_sku, title, options_text, picture, unit_minor,
              price_source, price_source_id, units, goods_minor, seller_discount_minor, platform_discount_minor,
              coins_minor, tax_bps, tax_minor, status, weight_g, category_path, commission_bps, payment_fee_bps,
              fee_rule_id, cost_minor, actor, placed_at)
), noted AS (
    INSERT INTO orders_orderevent (id, country, order_id, line_id, from_status, to_status, actor, reason, at)
    SELECT id, country, order_id, id, '', status, actor, 'placed', placed_at FROM placed
)
INSERT INTO orders_line (id, country, order_id, sku_id, listing_id, seller_sku, title, options_text, picture,
                         unit_minor, price_source, price_source_id, units, goods_minor, seller_discount_minor,
                         platform_discount_minor, coins_minor, tax_bps, tax_minor, status, weight_g,
                         category_path, commission_bps, payment_fee_bps, fee_rule_id, cost_minor)
SELECT id, country, order_id, sku_id, listing_id, seller_sku, title, options_text, picture, unit_minor,
       price_source, price_source_id, units, goods_minor, seller_discount_minor, platform_discount_minor, coins_minor,
       tax_bps, tax_minor, status, weight_g, category_path, commission_bps, payment_fee_bps, fee_rule_id,
       cost_minor
  FROM placed
