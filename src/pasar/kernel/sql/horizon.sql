-- The oldest transaction still running: below it nothing new can appear.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon
