-- The transaction of the newest event; no row without any.   Index: event_by_position
SELECT xid::text::bigint AS xid FROM kernel_event ORDER BY kernel_event.xid DESC LIMIT 1
