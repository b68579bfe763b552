-- Lines step on, each with its event. The orders are locked, so the lines are where the plan saw them.
-- In: country text, order_ids uuid[], line_ids uuid[], event_ids uuid[], from_statuses text[], to_statuses text[],
--     actor text, reason text, at timestamptz
WITH steps AS (
    SELECT * FROM unnest(%(countries)s::text[], %(order_ids)s::uuid[], %(line_ids)s::uuid[], %(event_ids)s::uuid[],
                         %(from_statuses)s::text[], %(to_statuses)s::text[])
                  AS s (country, order_id, line_id, event_id, from_status, to_status)
), moved AS (
    UPDATE orders_line AS l SET status = s.to_status FROM steps AS s WHERE l.id = s.line_id
)
INSERT INTO orders_orderevent (id, country, order_id, line_id, from_status, to_status, actor, reason, at)
SELECT event_id, country, order_id, line_id, from_status, to_status, %(actor)s, %(reason)s, %(at)s FROM steps
