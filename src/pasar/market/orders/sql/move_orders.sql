-- Orders whose derived status changed: status, next deadline, the moment it got there, and the event.
-- In: countries text[], order_ids uuid[], event_ids uuid[], from_statuses text[], to_statuses text[],
--     deadlines timestamptz[] (null: none), actions text[], actor text, reason text, at timestamptz
WITH steps AS (
    SELECT * FROM unnest(%(countries)s::text[], %(order_ids)s::uuid[], %(event_ids)s::uuid[], %(from_statuses)s::text[],
                         %(to_statuses)s::text[], %(deadlines)s::timestamptz[], %(actions)s::text[])
                  AS s (country, order_id, event_id, from_status, to_status, deadline_at, deadline_action)
), moved AS (
    UPDATE orders_order AS o
       SET status = s.to_status,
           deadline_at = s.deadline_at,
           deadline_action = s.deadline_action,
           paid_at = CASE WHEN s.from_status = 'awaiting_payment' AND s.to_status = 'to_ship'
                            OR s.to_status = 'delivered' AND o.payment_method = 'cod'
                          THEN coalesce(o.paid_at, %(at)s::timestamptz) ELSE o.paid_at END,
           shipped_at = CASE WHEN s.to_status = 'shipped' THEN coalesce(o.shipped_at, %(at)s::timestamptz)
                             ELSE o.shipped_at END,
           delivered_at = CASE WHEN s.to_status = 'delivered' THEN %(at)s::timestamptz ELSE o.delivered_at END,
           completed_at = CASE WHEN s.to_status = 'completed' THEN %(at)s::timestamptz ELSE o.completed_at END,
           cancelled_at = CASE WHEN s.to_status IN ('cancelled', 'returned') THEN %(at)s::timestamptz
                               ELSE o.cancelled_at END
      FROM steps AS s
     WHERE o.id = s.order_id
)
INSERT INTO orders_orderevent (id, country, order_id, line_id, from_status, to_status, actor, reason, at)
SELECT event_id, country, order_id, NULL, from_status, to_status, %(actor)s, %(reason)s, %(at)s FROM steps
