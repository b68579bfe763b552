-- Appends an audit entry, chained to the one before; `lock_audit` was taken by a statement of its own, for this one must
-- see what those before it committed.  In: country, actor, action, target, reason text, data text (JSON), at timestamptz
INSERT INTO kernel_auditentry (country, actor, action, target, reason, data, at, prev_hash, hash)
SELECT %(country)s::text, %(actor)s::text, %(action)s::text, %(target)s::text, %(reason)s::text, %(data)s::jsonb,
       %(at)s::timestamptz, b.hash,
       sha256(coalesce(b.hash, ''::bytea) || convert_to(concat_ws('|', %(country)s::text, %(actor)s::text,
              %(action)s::text, %(target)s::text, %(reason)s::text, %(data)s::jsonb::text,
              extract(epoch FROM %(at)s::timestamptz)::text), 'UTF8'))
  FROM (VALUES (1)) AS one (n)
  LEFT JOIN LATERAL (SELECT hash FROM kernel_auditentry ORDER BY id DESC LIMIT 1) AS b ON true
