-- Opens holds; cash of a later parcel adds to its order's.
-- In: order_ids, purchase_ids uuid[], countries, currencies text[], customer_ids, seller_ids bigint[], amounts,
--     roundings, subsidies, coins bigint[] (minor units), source text, at timestamptz.   Index: escrow_hold_pkey
INSERT INTO escrow_hold AS h (order_id, purchase_id, country, currency, customer_id, seller_id, source, amount_minor,
                              rounding_minor, subsidy_minor, coins_minor, given_back_minor, released_minor,
                              taken_back_minor, goodwill_minor, refunded_minor, opened_at, ended_at)
SELECT w.order_id, w.purchase_id, w.country, w.currency, w.customer_id, w.seller_id, %(source)s, w.amount_minor,
       w.rounding_minor, w.subsidy_minor, w.coins_minor, 0, 0, 0, 0, 0, %(at)s, NULL
  FROM unnest(%(order_ids)s::uuid[], %(purchase_ids)s::uuid[], %(countries)s::text[], %(currencies)s::text[],
              %(customer_ids)s::bigint[], %(seller_ids)s::bigint[], %(amounts)s::bigint[], %(roundings)s::bigint[],
              %(subsidies)s::bigint[], %(coins)s::bigint[])
       AS w (order_id, purchase_id, country, currency, customer_id, seller_id, amount_minor, rounding_minor,
             subsidy_minor, coins_minor)
 ORDER BY w.order_id
ON CONFLICT (order_id) DO UPDATE
   SET amount_minor = h.amount_minor + excluded.amount_minor,
       rounding_minor = h.rounding_minor + excluded.rounding_minor,
       subsidy_minor = h.subsidy_minor + excluded.subsidy_minor,
       coins_minor = h.coins_minor + excluded.coins_minor,
       ended_at = CASE WHEN excluded.amount_minor = 0 THEN h.ended_at END
 WHERE h.source = 'cash' AND excluded.source = 'cash'
