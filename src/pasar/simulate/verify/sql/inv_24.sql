-- Events that a consumer has not read in time or has set aside, and positions beyond what can have been read. A consumer
-- that was never registered takes no part in this market.
-- In: names, topics text[] (one pair for each topic of each consumer), now timestamptz (15 minutes are allowed)
WITH reads AS (SELECT * FROM unnest(%(names)s::text[], %(topics)s::text[]) AS r (name, topic))
SELECT 'consumer ' || c.name || ' has set aside ' || jsonb_array_length(c.parked) AS problem
  FROM kernel_consumer AS c
 WHERE jsonb_array_length(c.parked) > 0
UNION ALL
SELECT 'consumer ' || c.name || ' is beyond the stream'
  FROM kernel_consumer AS c
 WHERE c.xid > pg_snapshot_xmax(pg_current_snapshot())::text::bigint
UNION ALL
SELECT 'consumer ' || r.name || ' is late by ' || count(*) || ' events'
  FROM reads AS r
  JOIN kernel_consumer AS c ON c.name = r.name
  JOIN kernel_event AS e ON e.topic = r.topic
 WHERE e.at < %(now)s::timestamptz - interval '15 minutes'
   AND (e.xid, e.id) > (c.xid::text::xid8, coalesce(c.event_id, '00000000-0000-0000-0000-000000000000'))
 GROUP BY r.name
