-- Entries of the audit trail that do not follow from the one before.
SELECT 'audit entry ' || id AS problem
  FROM (SELECT *, lag(hash) OVER (ORDER BY id) AS before FROM kernel_auditentry) AS a
 WHERE prev_hash IS DISTINCT FROM before
    OR hash <> sha256(coalesce(prev_hash, ''::bytea) || convert_to(concat_ws('|', country::text, actor::text, action::text,
                      target::text, reason::text, data::text, extract(epoch FROM at)::text), 'UTF8'))
