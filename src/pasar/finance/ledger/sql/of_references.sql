-- Transfers about these references, in the order they were made.  In: ref_kinds, ref_ids text[].
-- Index: transfer_by_reference
SELECT t.id, t.country, t.currency, d.id AS debit_id, d.kind AS debit_kind, d.owner_id AS debit_owner,
       c.id AS credit_id, c.kind AS credit_kind, c.owner_id AS credit_owner, t.amount_minor, t.code, t.ref_kind, t.ref_id,
       t.kind, t.at
  FROM unnest(%(ref_kinds)s::text[], %(ref_ids)s::text[]) AS w (ref_kind, ref_id)
  JOIN ledger_transfer AS t ON t.ref_id = w.ref_id AND t.ref_kind = w.ref_kind
  JOIN ledger_account AS d ON d.id = t.debit_account_id
  JOIN ledger_account AS c ON c.id = t.credit_account_id
 ORDER BY t.at, t.xid, t.id
