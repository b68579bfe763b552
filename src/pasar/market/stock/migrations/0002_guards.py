"""Room on the pages for updates in place; the past of stock is append-only."""

from django.db import migrations

FORWARD = """
ALTER TABLE stock_level SET (fillfactor = 50);
ALTER TABLE stock_reservation SET (fillfactor = 80);
CREATE TRIGGER movement_append_only BEFORE UPDATE OR DELETE ON stock_movement
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON stock_movement FROM pasar_app;
    END IF;
END $$;
"""

BACK = """
ALTER TABLE stock_level RESET (fillfactor);
ALTER TABLE stock_reservation RESET (fillfactor);
DROP TRIGGER movement_append_only ON stock_movement;
"""


class Migration(migrations.Migration):
    dependencies = [("stock", "0001_initial"), ("kernel", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
