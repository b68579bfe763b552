-- Events behind a position that no running transaction can still precede, in (xid, id) order. What commits while this
-- runs lies at or above the oldest transaction that it sees, and is read next time.
-- In: xid bigint, event_id uuid, topics text[], size int, before bigint (a transaction that wrote none of them).
-- Index: event_by_position
SELECT e.id, e.country, e.topic, e.key, e.payload, e.at, e.xid::text::bigint AS xid
  FROM kernel_event AS e
 WHERE (e.xid, e.id) > (%(xid)s::text::xid8, %(event_id)s::uuid)
   AND e.xid < pg_snapshot_xmin(pg_current_snapshot()) AND e.xid < %(before)s::text::xid8
   AND e.topic = ANY (%(topics)s::text[])
 ORDER BY e.xid, e.id
 LIMIT %(size)s
