-- Ventures whose escrow account in the ledger is not the sum of open holds.
SELECT coalesce(b.country, h.country) || ': the ledger has ' || coalesce(b.held, 0) || ', the holds '
       || coalesce(h.held, 0) AS problem
  FROM (SELECT t.country, t.currency, sum(CASE WHEN c.kind = 'escrow' THEN t.amount_minor ELSE -t.amount_minor END) AS held
          FROM ledger_transfer AS t
          JOIN ledger_account AS d ON d.id = t.debit_account_id
          JOIN ledger_account AS c ON c.id = t.credit_account_id
         WHERE t.kind IN ('posted', 'post') AND (d.kind = 'escrow') <> (c.kind = 'escrow')
         GROUP BY t.country, t.currency) AS b
  FULL JOIN (SELECT country, currency, sum(amount_minor - given_back_minor - released_minor) AS held
               FROM escrow_hold GROUP BY country, currency) AS h USING (country, currency)
 WHERE coalesce(b.held, 0) <> coalesce(h.held, 0)
