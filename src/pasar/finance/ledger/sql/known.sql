-- Transfers by id, with their accounts as the chart names them.  In: ids uuid[].   Index: ledger_transfer_pkey
SELECT t.id, t.country, t.currency, d.kind AS debit_kind, d.owner_id AS debit_owner, c.kind AS credit_kind,
       c.owner_id AS credit_owner, t.amount_minor, t.code, t.ref_kind, t.ref_id, t.kind, t.pending_id, t.expires_at, t.at
  FROM ledger_transfer AS t
  JOIN ledger_account AS d ON d.id = t.debit_account_id
  JOIN ledger_account AS c ON c.id = t.credit_account_id
 WHERE t.id = ANY (%(ids)s::uuid[])
