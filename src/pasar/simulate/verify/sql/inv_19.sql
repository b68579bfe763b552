-- Ventures whose escrow account in the ledger is not the sum of open holds, and holds whose part of the venture's or of
-- coins the ledger has otherwise.
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
UNION ALL
SELECT 'layers of order ' || h.order_id
  FROM escrow_hold AS h
  LEFT JOIN (SELECT ref_id, sum(amount_minor) FILTER (WHERE code = 'subsidy') AS subsidy,
                    sum(amount_minor) FILTER (WHERE code = 'subsidy_back') AS subsidy_back,
                    sum(amount_minor) FILTER (WHERE code = 'coins_spent') AS coins,
                    sum(amount_minor) FILTER (WHERE code = 'coins_back') AS coins_back
               FROM ledger_transfer
              WHERE ref_kind = 'order' AND code IN ('subsidy', 'subsidy_back', 'coins_spent', 'coins_back')
              GROUP BY ref_id) AS t ON t.ref_id = h.order_id::text
 WHERE (h.subsidy_minor, h.subsidy_back_minor, h.coins_minor, h.coins_back_minor)
       IS DISTINCT FROM (coalesce(t.subsidy, 0), coalesce(t.subsidy_back, 0), coalesce(t.coins, 0),
                         coalesce(t.coins_back, 0))
