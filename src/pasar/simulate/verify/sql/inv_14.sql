-- Refunds of another currency than what was paid, of more than was paid, or of more pieces than were bought.
SELECT 'refund ' || r.id AS problem
  FROM payments_refund AS r JOIN payments_payment AS p ON p.id = r.payment_id
 WHERE r.amount_minor <= 0 OR r.currency <> p.currency
UNION ALL
SELECT 'order ' || h.order_id
  FROM escrow_hold AS h
  LEFT JOIN (SELECT hold_id, sum(returned_minor) AS back, sum(amount_minor) AS gone FROM escrow_refund GROUP BY hold_id)
         AS r ON r.hold_id = h.order_id
 WHERE h.refunded_minor <> coalesce(r.back, 0) OR h.refunded_minor > h.amount_minor + h.rounding_minor
    OR coalesce(r.gone, 0) <> h.given_back_minor + h.taken_back_minor + h.goodwill_minor
UNION ALL
SELECT 'line ' || n.id
  FROM orders_line AS n
  JOIN (SELECT line_id, sum(units) AS units, sum(amount_minor) AS back FROM aftersales_refundline GROUP BY line_id) AS r
    ON r.line_id = n.id
 WHERE r.units > n.units OR r.back > n.goods_minor
