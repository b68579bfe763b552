-- Persons who used a promotion more often than they might, uses that count although their purchase ran out half an hour
-- ago, and coins that do not add up.
-- In: now timestamptz
SELECT 'used too often: promotion ' || promotion_id || ', person ' || person_key AS problem
  FROM promotions_use WHERE given_back_at IS NULL
 GROUP BY promotion_id, person_key HAVING count(*) > max(most)
UNION ALL
SELECT 'not given back: use ' || u.id
  FROM promotions_use AS u JOIN orders_purchase AS p ON p.id = u.purchase_id
 WHERE u.given_back_at IS NULL AND p.status = 'expired'
   AND p.pay_by < %(now)s::timestamptz - interval '30 minutes'
UNION ALL
SELECT 'lot of coins ' || l.id
  FROM promotions_coinlot AS l
  LEFT JOIN (SELECT lot_id, sum(amount_minor) AS amount_minor
               FROM promotions_coinuse WHERE given_back_at IS NULL GROUP BY lot_id) AS u ON u.lot_id = l.id
  LEFT JOIN (SELECT lot_id, sum(amount_minor) AS amount_minor
               FROM promotions_cointakenback GROUP BY lot_id) AS t ON t.lot_id = l.id
 WHERE l.left_minor > l.earned_minor - coalesce(u.amount_minor, 0) - coalesce(t.amount_minor, 0)
UNION ALL
SELECT 'more coins to spend than the ledger has: customer ' || l.customer_id
  FROM (SELECT country, customer_id, sum(left_minor) AS left_minor FROM promotions_coinlot
         WHERE left_minor > 0 GROUP BY country, customer_id) AS l
  LEFT JOIN (SELECT a.country, a.owner_id, b.posted_credits - b.posted_debits - b.pending_debits AS available
               FROM ledger_account AS a JOIN ledger_balance AS b ON b.account_id = a.id
              WHERE a.kind = 'coins') AS a ON a.country = l.country AND a.owner_id = l.customer_id
 WHERE l.left_minor > coalesce(a.available, 0)
