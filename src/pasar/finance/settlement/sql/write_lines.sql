-- Lines of a cycle's statements: every transfer before its end that is on none, signed in the seller's favour.
-- In: cycle_id bigint, cut_at timestamptz, since timestamptz (older ones are settled for certain).
-- Index: account_one_of_a_kind, transfer_by_debit, transfer_by_credit, settlement_statementline_pkey
INSERT INTO settlement_statementline (transfer_id, statement_id, country, code, amount_minor, ref_kind, ref_id, at)
SELECT t.id, s.id, s.country, t.code, t.signed_minor, t.ref_kind, t.ref_id, t.at
  FROM settlement_statement AS s
  JOIN ledger_account AS a ON a.country = s.country AND a.currency = s.currency AND a.kind = 'seller_payable'
                          AND a.owner_id = s.seller_id,
       LATERAL (SELECT id, code, amount_minor AS signed_minor, ref_kind, ref_id, at FROM ledger_transfer
                 WHERE credit_account_id = a.id AND at >= %(since)s AND at < %(cut_at)s AND kind IN ('posted', 'post')
                UNION ALL
                SELECT id, code, -amount_minor, ref_kind, ref_id, at FROM ledger_transfer
                 WHERE debit_account_id = a.id AND at >= %(since)s AND at < %(cut_at)s AND kind IN ('posted', 'post'))
               AS t
 WHERE s.cycle_id = %(cycle_id)s
   AND NOT EXISTS (SELECT FROM settlement_statementline AS l WHERE l.transfer_id = t.id)
