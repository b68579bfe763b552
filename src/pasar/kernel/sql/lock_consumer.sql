-- The consumer's position, locked; no row when another process holds it.  In: name text
SELECT xid, event_id FROM kernel_consumer WHERE name = %(name)s FOR NO KEY UPDATE SKIP LOCKED
