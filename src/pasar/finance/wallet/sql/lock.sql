-- The wallets of customers, locked in account order: customer, account, what can be spent (minor units).
-- In: countries, currencies text[], customer_ids bigint[].   Index: account_one_of_a_kind, ledger_balance_pkey
SELECT a.owner_id AS customer_id, b.account_id,
       b.posted_credits - b.posted_debits - b.pending_debits AS available_minor
  FROM unnest(%(countries)s::text[], %(currencies)s::text[], %(customer_ids)s::bigint[])
       AS w (country, currency, customer_id)
  JOIN ledger_account AS a ON a.country = w.country AND a.currency = w.currency
                          AND a.kind = 'wallet' AND a.owner_id = w.customer_id
  JOIN ledger_balance AS b ON b.account_id = a.id
 ORDER BY b.account_id
   FOR NO KEY UPDATE OF b
