"""Room on the pages for updates in place; the history of orders is append-only."""

from django.db import migrations

FORWARD = """
ALTER TABLE orders_purchase SET (fillfactor = 80);
ALTER TABLE orders_order SET (fillfactor = 70);
ALTER TABLE orders_line SET (fillfactor = 80);
CREATE TRIGGER orderevent_append_only BEFORE UPDATE OR DELETE ON orders_orderevent
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON orders_orderevent FROM pasar_app;
    END IF;
END $$;
"""

BACK = """
ALTER TABLE orders_purchase RESET (fillfactor);
ALTER TABLE orders_order RESET (fillfactor);
ALTER TABLE orders_line RESET (fillfactor);
DROP TRIGGER orderevent_append_only ON orders_orderevent;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("kernel", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
