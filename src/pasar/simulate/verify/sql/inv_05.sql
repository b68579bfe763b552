-- Ways to change the past: rights of the application's role, or guards that are gone.
-- In: tables text[] (append-only ones), guards text[] (their triggers)
SELECT role.name || ' may ' || act.privilege || ' ' || t.name AS problem
  FROM unnest(%(tables)s::text[]) AS t (name),
       (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS act (privilege),
       (SELECT rolname::text AS name FROM pg_roles WHERE rolname = 'pasar_app') AS role
 WHERE has_table_privilege(role.name, t.name, act.privilege)
UNION ALL
SELECT 'guard ' || g.name || ' is off'
  FROM unnest(%(guards)s::text[]) AS g (name)
 WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = g.name AND tgenabled IN ('O', 'A'))
