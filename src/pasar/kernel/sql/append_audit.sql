-- Appends an audit entry, chained to the one before.  In: country, actor, action, target, reason text, data text (JSON), at timestamptz
WITH gate AS (SELECT pg_advisory_xact_lock(7401001)),
     before AS (SELECT a.hash FROM gate, LATERAL (SELECT hash FROM kernel_auditentry ORDER BY id DESC LIMIT 1) AS a)
INSERT INTO kernel_auditentry (country, actor, action, target, reason, data, at, prev_hash, hash)
SELECT %(country)s, %(actor)s, %(action)s, %(target)s, %(reason)s, %(data)s::jsonb, %(at)s::timestamptz, b.hash,
       sha256(coalesce(b.hash, ''::bytea) || convert_to(concat_ws('|', %(country)s::text, %(actor)s::text,
              %(action)s::text, %(target)s::text, %(reason)s::text, %(data)s::jsonb::text,
              extract(epoch FROM %(at)s::timestamptz)::text), 'UTF8'))
  FROM gate LEFT JOIN before AS b ON true
