-- Payouts that are not what their statement says is due, or statements paid twice or by nothing.
SELECT 'payout ' || p.id AS problem
  FROM payouts_payout AS p LEFT JOIN settlement_statement AS s ON s.id = p.statement_id
 WHERE s.id IS NULL OR s.state <> 'paying' OR p.amount_minor <> s.closing_minor OR p.amount_minor <= 0
    OR p.currency <> s.currency OR p.seller_id <> s.seller_id
UNION ALL
SELECT 'statement ' || statement_id || ' is paid twice' FROM payouts_payout GROUP BY statement_id HAVING count(*) > 1
UNION ALL
SELECT 'statement ' || s.id || ' is paid by nothing'
  FROM settlement_statement AS s
 WHERE s.state = 'paying' AND NOT EXISTS (SELECT FROM payouts_payout AS p WHERE p.statement_id = s.id)
