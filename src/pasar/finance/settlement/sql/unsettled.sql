-- Sellers with transfers that are on no statement, and what stood open on their last one.
-- In: country, currency text, cut_at timestamptz, since timestamptz (older ones are settled for certain).
-- Index: account_one_of_a_kind, transfer_by_debit, transfer_by_credit, settlement_statementline_pkey, statement_by_seller
SELECT a.owner_id AS seller_id, coalesce(s.closing_minor, 0) AS opening_minor
  FROM ledger_account AS a
  LEFT JOIN LATERAL (SELECT closing_minor FROM settlement_statement
                      WHERE seller_id = a.owner_id AND country = a.country AND currency = a.currency
                      ORDER BY closes_on DESC LIMIT 1) AS s ON true
 WHERE a.country = %(country)s AND a.currency = %(currency)s AND a.kind = 'seller_payable'
   AND (EXISTS (SELECT FROM ledger_transfer AS t
                 WHERE t.credit_account_id = a.id AND t.at >= %(since)s AND t.at < %(cut_at)s
                   AND t.kind IN ('posted', 'post')
                   AND NOT EXISTS (SELECT FROM settlement_statementline AS l WHERE l.transfer_id = t.id))
     OR EXISTS (SELECT FROM ledger_transfer AS t
                 WHERE t.debit_account_id = a.id AND t.at >= %(since)s AND t.at < %(cut_at)s
                   AND t.kind IN ('posted', 'post')
                   AND NOT EXISTS (SELECT FROM settlement_statementline AS l WHERE l.transfer_id = t.id)))
 ORDER BY a.owner_id
