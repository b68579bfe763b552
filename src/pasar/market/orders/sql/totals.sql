-- What has been traded in each venture: purchases and orders by what became of them, and the money of them.
-- GMV counts what was placed and not left unpaid; cancelled and returned orders are in it, as usual.
WITH bought AS (
    SELECT country, count(*)::int AS purchases, (count(*) FILTER (WHERE status IN ('paid', 'to_collect')))::int AS paid,
           (count(*) FILTER (WHERE status = 'expired'))::int AS expired,
           coalesce(sum(total_minor) FILTER (WHERE status IN ('paid', 'to_collect')), 0)::bigint AS gmv_minor
      FROM orders_purchase GROUP BY country
), sold AS (
    SELECT country, min(currency) AS currency, count(*)::int AS orders,
           (count(*) FILTER (WHERE shipped_at IS NOT NULL))::int AS shipped,
           (count(*) FILTER (WHERE delivered_at IS NOT NULL))::int AS delivered,
           (count(*) FILTER (WHERE status = 'completed'))::int AS completed,
           (count(*) FILTER (WHERE status = 'cancelled'))::int AS cancelled,
           (count(*) FILTER (WHERE status = 'returned'))::int AS returned,
           (count(*) FILTER (WHERE status NOT IN ('completed', 'cancelled', 'returned')))::int AS under_way
      FROM orders_order GROUP BY country
)
SELECT sold.country, sold.currency, bought.purchases, bought.paid, bought.expired, sold.orders, sold.shipped,
       sold.delivered, sold.completed, sold.cancelled, sold.returned, sold.under_way, bought.gmv_minor
  FROM sold JOIN bought ON bought.country = sold.country
 ORDER BY sold.country
