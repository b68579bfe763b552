-- Transfers that are not one debit and one credit of one amount, in two accounts of their own venture and currency.
SELECT 'transfer ' || t.id AS problem
  FROM ledger_transfer AS t
  LEFT JOIN ledger_account AS d ON d.id = t.debit_account_id
  LEFT JOIN ledger_account AS c ON c.id = t.credit_account_id
 WHERE d.id IS NULL OR c.id IS NULL OR d.id = c.id OR t.amount_minor <= 0
    OR (d.country, d.currency) IS DISTINCT FROM (t.country, t.currency)
    OR (c.country, c.currency) IS DISTINCT FROM (t.country, t.currency)
