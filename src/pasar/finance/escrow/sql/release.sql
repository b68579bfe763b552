-- Where shares went at the release and what was kept of them.
-- In: order_ids uuid[], countries text[], line_ids uuid[] (null: delivery), payees text[], released, commissions,
--     commission_taxes, fees, fee_taxes, withheld, taxes bigint[] (minor units).   Index: share_one_per_line
INSERT INTO escrow_share AS s (hold_id, country, line_id, payee, given_back_minor, released_minor, commission_minor,
                               commission_tax_minor, fee_minor, fee_tax_minor, withheld_minor, tax_minor,
                               taken_back_minor, goodwill_minor)
SELECT w.order_id, w.country, w.line_id, w.payee, 0, w.released, w.commission, w.commission_tax, w.fee, w.fee_tax,
       w.withheld, w.tax, 0, 0
  FROM unnest(%(order_ids)s::uuid[], %(countries)s::text[], %(line_ids)s::uuid[], %(payees)s::text[],
              %(released)s::bigint[], %(commissions)s::bigint[], %(commission_taxes)s::bigint[], %(fees)s::bigint[],
              %(fee_taxes)s::bigint[], %(withheld)s::bigint[], %(taxes)s::bigint[])
       AS w (order_id, country, line_id, payee, released, commission, commission_tax, fee, fee_tax, withheld, tax)
ON CONFLICT (hold_id, line_id) DO UPDATE
   SET payee = excluded.payee, released_minor = excluded.released_minor, commission_minor = excluded.commission_minor,
       commission_tax_minor = excluded.commission_tax_minor, fee_minor = excluded.fee_minor,
       fee_tax_minor = excluded.fee_tax_minor, withheld_minor = excluded.withheld_minor, tax_minor = excluded.tax_minor
