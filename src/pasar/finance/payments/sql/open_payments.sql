-- Writes payments that purchases wait for; the provider is asked at once (next_try_at).
-- In: ids uuid[], countries, currencies text[], customer_ids bigint[], purchase_ids uuid[], methods, providers,
--     references text[], amounts bigint[] (minor units), expiries timestamptz[], at timestamptz
INSERT INTO payments_payment (id, country, currency, customer_id, purpose, purchase_id, method, provider, reference,
                              amount_minor, refunded_minor, state, problem, charge_id, qr, pay_url, expires_at, created_at,
                              attempts, next_try_at, last_error)
SELECT p.id, p.country, p.currency, p.customer_id, 'purchase', p.purchase_id, p.method, p.provider, p.reference,
       p.amount_minor, 0, 'to_begin', '', '', '', '', p.expires_at, %(at)s::timestamptz, 0, %(at)s::timestamptz, ''
  FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(currencies)s::text[], %(customer_ids)s::bigint[],
              %(purchase_ids)s::uuid[], %(methods)s::text[], %(providers)s::text[], %(references)s::text[],
              %(amounts)s::bigint[], %(expiries)s::timestamptz[])
       AS p (id, country, currency, customer_id, purchase_id, method, provider, reference, amount_minor, expires_at)
ON CONFLICT (purchase_id) WHERE purchase_id IS NOT NULL DO NOTHING
