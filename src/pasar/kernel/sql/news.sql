-- The oldest transaction still running, the topics of events from `since` up to it, and whether there are events behind
-- it, which nobody may read yet.  In: since bigint (the horizon seen before).   Index: event_by_position
SELECT now.horizon::text::bigint AS horizon,
       ARRAY(SELECT DISTINCT e.topic FROM kernel_event AS e
              WHERE e.xid >= %(since)s::text::xid8 AND e.xid < now.horizon) AS topics,
       EXISTS (SELECT FROM kernel_event AS e WHERE e.xid >= now.horizon) AS held
  FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS horizon) AS now
