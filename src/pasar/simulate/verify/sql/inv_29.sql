-- Commission and fees that are not what the line's own rates say, or that leave the seller less than nothing; a part of
-- free delivery that the seller is charged beyond what was agreed.
SELECT 'line ' || s.line_id AS problem
  FROM escrow_share AS s
  JOIN escrow_hold AS h ON h.order_id = s.hold_id
  JOIN orders_line AS n ON n.id = s.line_id
 WHERE s.commission_minor + s.fee_minor + s.withheld_minor > s.released_minor
    OR s.commission_tax_minor > s.commission_minor OR s.fee_tax_minor > s.fee_minor
    OR s.payee = 'seller_payable'
       AND s.commission_minor <> (2 * s.released_minor * n.commission_bps + 10000) / 20000
    OR s.payee = 'retail_revenue' AND s.commission_minor + s.fee_minor + s.withheld_minor <> 0
UNION ALL
SELECT 'line ' || n.id || ' and its fee rule'
  FROM orders_line AS n JOIN sellers_feerule AS r ON r.id = n.fee_rule_id
 WHERE (n.commission_bps, n.payment_fee_bps) IS DISTINCT FROM (r.commission_bps, r.payment_fee_bps)
UNION ALL
SELECT 'free delivery of order ' || t.ref_id
  FROM (SELECT ref_id, sum(amount_minor) AS charged FROM ledger_transfer
         WHERE ref_kind = 'order' AND code = 'shipping_discount' GROUP BY ref_id) AS t
  LEFT JOIN orders_order AS o ON o.id::text = t.ref_id
 WHERE t.charged > coalesce(o.shipping_seller_discount_minor, 0)
