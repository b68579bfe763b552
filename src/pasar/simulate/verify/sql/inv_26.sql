-- Statements that are not the sum of their lines, and lines that are not what the ledger has.
SELECT 'statement ' || s.id AS problem
  FROM settlement_statement AS s
  LEFT JOIN (SELECT statement_id, sum(amount_minor) AS net FROM settlement_statementline GROUP BY statement_id) AS l
         ON l.statement_id = s.id
 WHERE s.net_minor <> coalesce(l.net, 0) OR s.closing_minor <> s.opening_minor + s.net_minor
UNION ALL
SELECT 'line ' || l.transfer_id
  FROM settlement_statementline AS l
  JOIN settlement_statement AS s ON s.id = l.statement_id
  LEFT JOIN ledger_transfer AS t ON t.id = l.transfer_id
  LEFT JOIN ledger_account AS d ON d.id = t.debit_account_id AND d.kind = 'seller_payable' AND d.owner_id = s.seller_id
  LEFT JOIN ledger_account AS c ON c.id = t.credit_account_id AND c.kind = 'seller_payable' AND c.owner_id = s.seller_id
 WHERE t.id IS NULL OR d.id IS NULL AND c.id IS NULL OR t.currency <> s.currency
    OR l.amount_minor <> CASE WHEN c.id IS NOT NULL THEN t.amount_minor ELSE -t.amount_minor END
UNION ALL
SELECT 'statement ' || id || ' does not open with the one before'
  FROM (SELECT id, opening_minor,
               lag(closing_minor, 1, 0::bigint) OVER (PARTITION BY seller_id, currency ORDER BY closes_on) AS before
          FROM settlement_statement) AS s
 WHERE opening_minor <> before
