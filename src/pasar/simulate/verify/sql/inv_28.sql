-- Sellers to whom the ledger owes something else than their last statement and what came since.
WITH owed AS (
    SELECT a.id, a.country, a.currency, a.owner_id, b.posted_credits - b.posted_debits AS owed
      FROM ledger_account AS a JOIN ledger_balance AS b ON b.account_id = a.id
     WHERE a.kind = 'seller_payable'
), since AS (
    SELECT side.account_id, sum(side.amount) AS amount
      FROM ledger_transfer AS t,
           LATERAL (VALUES (t.debit_account_id, -t.amount_minor), (t.credit_account_id, t.amount_minor))
                   AS side (account_id, amount)
      JOIN owed AS o ON o.id = side.account_id
     WHERE t.kind IN ('posted', 'post')
       AND NOT EXISTS (SELECT FROM settlement_statementline AS l WHERE l.transfer_id = t.id)
     GROUP BY side.account_id
), last AS (
    SELECT DISTINCT ON (seller_id, currency) seller_id, currency, closing_minor
      FROM settlement_statement
     ORDER BY seller_id, currency, closes_on DESC
)
SELECT 'seller ' || o.owner_id || ': the ledger has ' || o.owed || ', the statements '
       || coalesce(l.closing_minor, 0) + coalesce(s.amount, 0) AS problem
  FROM owed AS o
  LEFT JOIN since AS s ON s.account_id = o.id
  LEFT JOIN last AS l ON l.seller_id = o.owner_id AND l.currency = o.currency
 WHERE o.owed <> coalesce(l.closing_minor, 0) + coalesce(s.amount, 0)
