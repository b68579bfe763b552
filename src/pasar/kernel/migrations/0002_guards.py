"""What Django's models cannot say: the event's transaction, append-only tables, waking consumers."""

from django.db import migrations

FORWARD = """
ALTER TABLE kernel_event ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX event_by_position ON kernel_event (xid, id);

CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();

-- One notice per topic and key of a statement: consumers and live pages need no more to look.
CREATE FUNCTION kernel_wake_consumers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fact record;
BEGIN
    FOR fact IN SELECT DISTINCT topic, key FROM fresh LIMIT 500 LOOP
        PERFORM pg_notify('pasar_events', fact.topic || ' ' || fact.key);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER event_wakes_consumers AFTER INSERT ON kernel_event
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION kernel_wake_consumers();

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON kernel_auditentry FROM pasar_app;
        REVOKE UPDATE, TRUNCATE ON kernel_event FROM pasar_app;
    END IF;
END $$;
"""

BACK = """
DROP TRIGGER event_wakes_consumers ON kernel_event;
DROP FUNCTION kernel_wake_consumers();
DROP TRIGGER audit_append_only ON kernel_auditentry;
DROP FUNCTION kernel_refuse_change();
DROP INDEX event_by_position;
ALTER TABLE kernel_event DROP COLUMN xid;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
