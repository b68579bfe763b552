-- What goes back of shares before the release.
-- In: order_ids uuid[], countries text[], line_ids uuid[] (null: delivery), amounts, subsidies, coins bigint[] (minor
--     units; the latter two are parts of the amounts).   Index: share_one_per_line
INSERT INTO escrow_share AS s (hold_id, country, line_id, payee, given_back_minor, released_minor, commission_minor,
                               commission_tax_minor, fee_minor, fee_tax_minor, withheld_minor, tax_minor,
                               taken_back_minor, goodwill_minor, subsidy_back_minor, coins_back_minor)
SELECT w.order_id, w.country, w.line_id, '', w.amount, 0, 0, 0, 0, 0, 0, 0, 0, 0, w.subsidy, w.coins
  FROM unnest(%(order_ids)s::uuid[], %(countries)s::text[], %(line_ids)s::uuid[], %(amounts)s::bigint[],
              %(subsidies)s::bigint[], %(coins)s::bigint[])
       AS w (order_id, country, line_id, amount, subsidy, coins)
ON CONFLICT (hold_id, line_id) DO UPDATE
   SET given_back_minor = s.given_back_minor + excluded.given_back_minor,
       subsidy_back_minor = s.subsidy_back_minor + excluded.subsidy_back_minor,
       coins_back_minor = s.coins_back_minor + excluded.coins_back_minor
