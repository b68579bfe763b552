-- Refunds of another currency than what was paid, of more than was paid in all or in one layer (the customer's money,
-- the venture's part of discounts, coins), or of more pieces than were bought.
SELECT 'refund ' || r.id AS problem
  FROM payments_refund AS r JOIN payments_payment AS p ON p.id = r.payment_id
 WHERE r.amount_minor <= 0 OR r.currency <> p.currency
UNION ALL
SELECT 'order ' || h.order_id
  FROM escrow_hold AS h
  LEFT JOIN (SELECT hold_id, sum(returned_minor) AS back, sum(amount_minor) AS gone, sum(subsidy_minor) AS subsidy,
                    sum(coins_minor) AS coins
               FROM escrow_refund GROUP BY hold_id) AS r ON r.hold_id = h.order_id
  LEFT JOIN (SELECT hold_id, sum(subsidy_back_minor) AS subsidy, sum(coins_back_minor) AS coins
               FROM escrow_share GROUP BY hold_id) AS s ON s.hold_id = h.order_id
 WHERE h.refunded_minor <> coalesce(r.back, 0)
    OR h.refunded_minor > h.amount_minor - h.subsidy_minor - h.coins_minor + h.rounding_minor
    OR h.subsidy_back_minor NOT BETWEEN 0 AND h.subsidy_minor OR h.coins_back_minor NOT BETWEEN 0 AND h.coins_minor
    OR (h.subsidy_back_minor, h.coins_back_minor) IS DISTINCT FROM (coalesce(r.subsidy, 0), coalesce(r.coins, 0))
    OR (h.subsidy_back_minor, h.coins_back_minor) IS DISTINCT FROM (coalesce(s.subsidy, 0), coalesce(s.coins, 0))
    OR coalesce(r.gone, 0) <> h.given_back_minor + h.taken_back_minor + h.goodwill_minor
UNION ALL
SELECT 'refunds of line ' || n.id
  FROM escrow_share AS s JOIN orders_line AS n ON n.id = s.line_id
 WHERE s.given_back_minor + s.taken_back_minor + s.goodwill_minor > n.goods_minor - n.seller_discount_minor
    OR s.subsidy_back_minor > n.platform_discount_minor OR s.coins_back_minor > n.coins_minor
    OR s.given_back_minor + s.taken_back_minor + s.goodwill_minor - s.subsidy_back_minor - s.coins_back_minor
       > n.goods_minor - n.seller_discount_minor - n.platform_discount_minor - n.coins_minor
UNION ALL
SELECT 'refunds of delivery of order ' || o.id
  FROM escrow_share AS s JOIN orders_order AS o ON o.id = s.hold_id
 WHERE s.line_id IS NULL
   AND (s.given_back_minor + s.taken_back_minor + s.goodwill_minor
        > o.shipping_minor - o.shipping_seller_discount_minor
        OR s.subsidy_back_minor > o.shipping_platform_discount_minor OR s.coins_back_minor > 0)
UNION ALL
SELECT 'line ' || n.id
  FROM orders_line AS n
  JOIN (SELECT line_id, sum(units) AS units, sum(amount_minor) AS back FROM aftersales_refundline GROUP BY line_id) AS r
    ON r.line_id = n.id
 WHERE r.units > n.units OR r.back > n.goods_minor - n.seller_discount_minor
