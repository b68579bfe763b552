-- Stores a consumer's new position.  In: name text, xid bigint, event_id uuid, parked text (JSON list of ids to add)
UPDATE kernel_consumer
   SET xid = %(xid)s, event_id = %(event_id)s, parked = parked || %(parked)s::jsonb
 WHERE name = %(name)s
