-- When the newest event happened.   Index: event_by_position
SELECT at FROM kernel_event ORDER BY xid DESC, id DESC LIMIT 1
