-- Writes the coins that lines will bring at completion.
-- In: ids uuid[], countries text[], promotion_ids bigint[], versions int[], customer_ids bigint[], seller_ids bigint[],
--     order_ids uuid[], line_ids uuid[], amounts bigint[], sellers_minor bigint[], at timestamptz
INSERT INTO promotions_coinearning (id, country, promotion_id, version, customer_id, seller_id, order_id, line_id,
                                    amount_minor, seller_minor, state, at)
SELECT w.id, w.country, w.promotion_id, w.version, w.customer_id, w.seller_id, w.order_id, w.line_id,
       w.amount_minor, w.seller_minor, 'waiting', %(at)s::timestamptz
  FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(promotion_ids)s::bigint[], %(versions)s::int[],
              %(customer_ids)s::bigint[], %(seller_ids)s::bigint[], %(order_ids)s::uuid[], %(line_ids)s::uuid[],
              %(amounts)s::bigint[], %(sellers_minor)s::bigint[])
       AS w (id, country, promotion_id, version, customer_id, seller_id, order_id, line_id, amount_minor, seller_minor)
