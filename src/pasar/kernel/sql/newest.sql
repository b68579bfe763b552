-- Position of the newest event; no row without any.   Index: event_by_position
SELECT e.xid::text::bigint AS xid, e.id FROM kernel_event AS e ORDER BY e.xid DESC, e.id DESC LIMIT 1
