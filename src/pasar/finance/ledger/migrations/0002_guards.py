"""What Django's models cannot say: the transfer's transaction, a past that nobody changes, room for hot balances."""

from django.db import migrations

FORWARD = """
ALTER TABLE ledger_transfer ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX transfer_by_position ON ledger_transfer (xid);
ALTER TABLE ledger_balance SET (fillfactor = 50);
INSERT INTO ledger_rollupposition (id, xid) VALUES (1, 0);

CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
CREATE TRIGGER account_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_transfer, ledger_account FROM pasar_app;
        REVOKE DELETE, TRUNCATE ON ledger_balance FROM pasar_app;
    END IF;
END $$;
"""

BACK = """
DROP TRIGGER account_append_only ON ledger_account;
DROP TRIGGER transfer_append_only ON ledger_transfer;
DELETE FROM ledger_rollupposition;
ALTER TABLE ledger_balance RESET (fillfactor);
DROP INDEX transfer_by_position;
ALTER TABLE ledger_transfer DROP COLUMN xid;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("kernel", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
