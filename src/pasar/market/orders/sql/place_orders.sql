-- Orders as placed, each with its first event, whose id is the order's.  In: one array per column, instants as text
WITH placed AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(numbers)s::text[], %(purchase_ids)s::uuid[],
                         %(customer_ids)s::bigint[], %(seller_ids)s::bigint[], %(seller_classes)s::text[],
                         %(shop_ids)s::bigint[], %(shop_names)s::text[], %(warehouse_ids)s::bigint[],
                         %(statuses)s::text[], %(currencies)s::text[], %(methods)s::text[], %(goods)s::bigint[],
                         %(seller_discounts)s::bigint[], %(platform_discounts)s::bigint[], %(coins)s::bigint[],
                         %(shipping)s::bigint[], %(shipping_seller_discounts)s::bigint[],
                         %(shipping_platform_discounts)s::bigint[], %(rounding)s::bigint[],
                         %(totals)s::bigint[], %(taxes)s::bigint[], %(shipping_taxes)s::bigint[], %(carriers)s::text[],
                         %(services)s::text[], %(cards)s::bigint[], %(promise_from)s::date[], %(promise_to)s::date[],
                         %(deadlines)s::timestamptz[], %(actions)s::text[], %(placed)s::timestamptz[],
                         %(paid)s::timestamptz[], %(actors)s::text[])
        AS p (id, country, number, purchase_id, customer_id, seller_id, seller_class, shop_id, shop_name, warehouse_id,
              status, currency, payment_method, goods_minor, seller_discount_minor, platform_discount_minor,
              coins_minor, shipping_minor, shipping_seller_discount_minor, shipping_platform_discount_minor,
              rounding_minor, total_minor, tax_minor, shipping_tax_minor, carrier_key, service_key, rate_card_id,
              promise_from, promise_to, deadline_at, deadline_action, placed_at, paid_at, actor)
), noted AS (
    INSERT INTO orders_orderevent (id, country, order_id, line_id, from_status, to_status, actor, reason, at)
    SELECT id, country, id, NULL, '', status, actor, 'placed', placed_at FROM placed
)
INSERT INTO orders_order (id, country, number, purchase_id, customer_id, seller_id, seller_class, shop_id, shop_name,
                          warehouse_id, status, currency, payment_method, goods_minor, seller_discount_minor,
                          platform_discount_minor, coins_minor, shipping_minor, shipping_seller_discount_minor,
                          shipping_platform_discount_minor, rounding_minor, total_minor, tax_minor,
                          shipping_tax_minor, carrier_key, service_key, rate_card_id, promise_from, promise_to,
                          deadline_at, deadline_action, placed_at, paid_at, extended)
SELECT id, country, number, purchase_id, customer_id, seller_id, seller_class, shop_id, shop_name, warehouse_id,
       status, currency, payment_method, goods_minor, seller_discount_minor, platform_discount_minor, coins_minor,
       shipping_minor, shipping_seller_discount_minor, shipping_platform_discount_minor, rounding_minor, total_minor,
       tax_minor, shipping_tax_minor, carrier_key, service_key, rate_card_id, promise_from, promise_to, deadline_at,
       deadline_action, placed_at, paid_at, false
  FROM placed
