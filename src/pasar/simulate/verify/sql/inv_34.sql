-- Steps of lines that nobody may take, that do not follow one another, or that do not end where the line is; orders
-- whose status is not that of their least advanced line.
-- In: from_statuses, to_statuses text[] (allowed steps), progress text[] (from the least advanced to the most)
WITH allowed AS (
    SELECT * FROM unnest(%(from_statuses)s::text[], %(to_statuses)s::text[]) AS a (from_status, to_status)
), steps AS (
    SELECT id, order_id, line_id, from_status, to_status,
           lag(to_status, 1, '') OVER (PARTITION BY order_id, line_id ORDER BY id) AS before,
           row_number() OVER (PARTITION BY order_id, line_id ORDER BY id DESC) AS from_last
      FROM orders_orderevent
), derived AS (
    SELECT n.order_id,
           min(array_position(%(progress)s::text[], n.status::text)) AS least,
           bool_or(n.status = 'returned') AS any_returned
      FROM orders_line AS n
     GROUP BY n.order_id
)
SELECT 'illegal step ' || s.id AS problem
  FROM steps AS s
 WHERE s.line_id IS NOT NULL AND s.from_status <> ''
   AND NOT EXISTS (SELECT FROM allowed AS a WHERE a.from_status = s.from_status AND a.to_status = s.to_status)
UNION ALL
SELECT 'broken chain at ' || id FROM steps WHERE from_status <> before
UNION ALL
SELECT 'line ' || n.id || ' is not where its history ends'
  FROM orders_line AS n LEFT JOIN steps AS s ON s.line_id = n.id AND s.order_id = n.order_id AND s.from_last = 1
 WHERE s.to_status IS DISTINCT FROM n.status
UNION ALL
SELECT 'order ' || o.id || ' is not where its history ends'
  FROM orders_order AS o LEFT JOIN steps AS s ON s.order_id = o.id AND s.line_id IS NULL AND s.from_last = 1
 WHERE s.to_status IS DISTINCT FROM o.status
UNION ALL
SELECT 'order ' || o.id || ' is not where its lines are'
  FROM orders_order AS o LEFT JOIN derived AS d ON d.order_id = o.id
 WHERE o.status IS DISTINCT FROM
       CASE WHEN d.least IS NOT NULL THEN (%(progress)s::text[])[d.least]
            WHEN d.any_returned THEN 'returned' ELSE 'cancelled' END
