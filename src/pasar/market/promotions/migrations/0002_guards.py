"""Versions are never changed, uses and coins never removed; room on the pages of counters for updates in place."""

from django.db import migrations

FORWARD = """
ALTER TABLE promotions_promotion SET (fillfactor = 50);
ALTER TABLE promotions_coinlot SET (fillfactor = 80);
CREATE TRIGGER version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON promotions_version
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON promotions_version FROM pasar_app;
        REVOKE DELETE, TRUNCATE ON promotions_promotion, promotions_use, promotions_useorder, promotions_coinlot,
               promotions_coinuse, promotions_coinearning, promotions_stackingrule FROM pasar_app;
    END IF;
END $$;
"""

BACK = """
DROP TRIGGER version_append_only ON promotions_version;
ALTER TABLE promotions_coinlot RESET (fillfactor);
ALTER TABLE promotions_promotion RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("promotions", "0001_initial"), ("kernel", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
