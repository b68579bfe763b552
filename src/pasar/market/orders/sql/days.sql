-- What a venture sold per day of its own, for the days from `first` to `last` that have any orders.
-- In: country, time_zone text, first, last date.   Out: day, orders placed, those that stand (paid or to be paid in
-- cash, and not cancelled), their worth in minor units, and of all placed those cancelled.
SELECT (o.placed_at AT TIME ZONE %(time_zone)s::text)::date AS day,
       count(*)::int AS placed,
       (count(*) FILTER (WHERE o.status NOT IN ('awaiting_payment', 'cancelled')))::int AS standing,
       coalesce(sum(o.total_minor) FILTER (WHERE o.status NOT IN ('awaiting_payment', 'cancelled')), 0)::bigint
           AS gmv_minor,
       (count(*) FILTER (WHERE o.status = 'cancelled'))::int AS cancelled
  FROM orders_order AS o
 WHERE o.country = %(country)s
   AND o.placed_at >= %(first)s::date::timestamp AT TIME ZONE %(time_zone)s::text
   AND o.placed_at < (%(last)s::date + 1)::timestamp AT TIME ZONE %(time_zone)s::text
 GROUP BY 1
 ORDER BY 1
