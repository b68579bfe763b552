-- A seller's transfers that are on no statement yet, the newest first.
-- In: country, currency text, seller_id bigint, since timestamptz (older ones are settled for certain), size int.
-- Index: account_one_of_a_kind, transfer_by_debit, transfer_by_credit, settlement_statementline_pkey
SELECT t.id AS transfer_id, t.code, t.signed_minor AS amount_minor, t.ref_kind, t.ref_id, t.at
  FROM ledger_account AS a,
       LATERAL (SELECT id, code, amount_minor AS signed_minor, ref_kind, ref_id, at FROM ledger_transfer
                 WHERE credit_account_id = a.id AND at >= %(since)s AND kind IN ('posted', 'post')
                UNION ALL
                SELECT id, code, -amount_minor, ref_kind, ref_id, at FROM ledger_transfer
                 WHERE debit_account_id = a.id AND at >= %(since)s AND kind IN ('posted', 'post')) AS t
 WHERE a.country = %(country)s AND a.currency = %(currency)s AND a.kind = 'seller_payable'
   AND a.owner_id = %(seller_id)s
   AND NOT EXISTS (SELECT FROM settlement_statementline AS l WHERE l.transfer_id = t.id)
 ORDER BY t.at DESC, t.id DESC
 LIMIT %(size)s
