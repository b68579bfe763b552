"""What carriers said is append-only."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER scan_append_only BEFORE UPDATE OR DELETE ON fulfilment_scan
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON fulfilment_scan FROM pasar_app;
    END IF;
END $$;
"""

BACK = """
DROP TRIGGER scan_append_only ON fulfilment_scan;
"""


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0001_initial"), ("kernel", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
