"""Discounts are append-only, as the history of orders is."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER discount_append_only BEFORE UPDATE OR DELETE ON orders_discount
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON orders_discount FROM pasar_app;
    END IF;
END $$;
"""

BACK = "DROP TRIGGER discount_append_only ON orders_discount"


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_discounts_checked"), ("kernel", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
