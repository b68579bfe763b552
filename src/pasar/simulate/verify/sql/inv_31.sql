-- Money of another currency than its venture's.  In: countries, currencies text[] (one pair for each venture)
WITH ventures AS (
    SELECT * FROM unnest(%(countries)s::text[], %(currencies)s::text[]) AS v (country, currency)
), money AS (
    SELECT 'account ' || id AS problem, country, currency FROM ledger_account
    UNION ALL SELECT 'purchase ' || id, country, currency FROM orders_purchase
    UNION ALL SELECT 'order ' || id, country, currency FROM orders_order
    UNION ALL SELECT 'hold ' || order_id, country, currency FROM escrow_hold
    UNION ALL SELECT 'payment ' || id, country, currency FROM payments_payment
    UNION ALL SELECT 'refund ' || id, country, currency FROM payments_refund
    UNION ALL SELECT 'statement ' || id, country, currency FROM settlement_statement
    UNION ALL SELECT 'payout ' || id, country, currency FROM payouts_payout
    UNION ALL SELECT 'parcel ' || id, country, currency FROM fulfilment_parcel
)
SELECT problem FROM money LEFT JOIN ventures USING (country, currency) WHERE ventures.country IS NULL
