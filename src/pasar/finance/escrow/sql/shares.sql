-- Shares of holds. They change under their hold's lock only.  In: order_ids uuid[].   Index: share_one_per_line
SELECT hold_id, line_id, payee, given_back_minor, released_minor, commission_minor, commission_tax_minor, fee_minor,
       fee_tax_minor, withheld_minor, tax_minor, taken_back_minor, goodwill_minor,
       subsidy_back_minor, coins_back_minor
  FROM escrow_share
 WHERE hold_id = ANY (%(order_ids)s::uuid[])
 ORDER BY hold_id, line_id
