-- Notes listings whose documents are older than their rows.  In: country text, listing_ids bigint[] (each once), noted uuid
-- In the listings' order, so that two who note the same ones wait for each other and cannot deadlock.
INSERT INTO search_pending (country, listing_id, noted)
SELECT %(country)s, listing_id, %(noted)s::uuid
  FROM unnest(%(listing_ids)s::bigint[]) AS w (listing_id)
 ORDER BY listing_id
    ON CONFLICT ON CONSTRAINT pending_once_per_listing DO UPDATE SET noted = excluded.noted
