-- The kept balances of these accounts, locked in account order, with what each side has and holds (minor units).
-- In: countries, currencies, kinds text[], owners bigint[].   Index: account_one_of_a_kind, ledger_balance_pkey
SELECT a.country, a.currency, a.kind, a.owner_id, b.guard, b.posted_debits, b.posted_credits, b.pending_debits,
       b.pending_credits
  FROM unnest(%(countries)s::text[], %(currencies)s::text[], %(kinds)s::text[], %(owners)s::bigint[])
       AS w (country, currency, kind, owner_id)
  JOIN ledger_account AS a USING (country, currency, kind, owner_id)
  JOIN ledger_balance AS b ON b.account_id = a.id
 ORDER BY b.account_id
   FOR NO KEY UPDATE OF b
