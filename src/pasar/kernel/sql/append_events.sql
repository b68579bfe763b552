-- Writes events of the running transaction and wakes who waits for them.
-- In: ids uuid[], countries text[], topics text[], keys text[], payloads text[] (JSON), at timestamptz
INSERT INTO kernel_event (id, country, topic, key, payload, at)
SELECT e.id, e.country, e.topic, e.key, e.payload::jsonb, %(at)s
  FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(topics)s::text[], %(keys)s::text[], %(payloads)s::text[])
       AS e (id, country, topic, key, payload)
