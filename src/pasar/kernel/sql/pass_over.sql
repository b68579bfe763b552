-- Moves an idle consumer's position up to the oldest transaction still running, once that is far away and nothing in
-- between is for it.  In: name text, topics text[], gap bigint (transactions), nil uuid   Index: event_by_position
UPDATE kernel_consumer AS c
   SET xid = now.horizon::text::bigint, event_id = %(nil)s::uuid
  FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS horizon) AS now
 WHERE c.name = %(name)s AND now.horizon::text::bigint - c.xid > %(gap)s::bigint
   AND NOT EXISTS (SELECT FROM kernel_event AS e
                    WHERE (e.xid, e.id) > (c.xid::text::xid8, coalesce(c.event_id, %(nil)s::uuid))
                      AND e.xid < now.horizon AND e.topic = ANY (%(topics)s::text[]))
