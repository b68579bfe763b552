-- Purchases as placed.  In: one array per column, jsonb and instants as text
INSERT INTO orders_purchase (id, country, number, customer_id, currency, goods_minor, shipping_minor, rounding_minor,
                             discount_minor, coins_minor, total_minor, payment_method, status, address, note, language,
                             placed_at, pay_by, paid_at)
SELECT * FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(numbers)s::text[], %(customer_ids)s::bigint[],
                     %(currencies)s::text[], %(goods)s::bigint[], %(shipping)s::bigint[], %(rounding)s::bigint[],
                     %(discounts)s::bigint[], %(coins)s::bigint[], %(totals)s::bigint[], %(methods)s::text[],
                     %(statuses)s::text[], %(addresses)s::jsonb[], %(notes)s::text[], %(languages)s::text[],
                     %(placed)s::timestamptz[], %(pay_by)s::timestamptz[], %(paid)s::timestamptz[])
