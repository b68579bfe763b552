-- Payments of which more is on its way back than came in, or whose count of it is not the sum of the refunds.
SELECT 'payment ' || p.id AS problem
  FROM payments_payment AS p
  LEFT JOIN (SELECT payment_id, sum(amount_minor) AS back FROM payments_refund GROUP BY payment_id) AS r
         ON r.payment_id = p.id
 WHERE p.refunded_minor <> coalesce(r.back, 0) OR coalesce(r.back, 0) > coalesce(p.received_minor, 0)
