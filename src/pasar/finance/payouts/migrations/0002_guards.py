"""Payouts and accounts are never removed, and what a payout owes to whom is never changed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION payouts_keep_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the terms of a payout are not changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER payout_keeps_its_terms
    BEFORE UPDATE OF country, batch_id, seller_id, statement_id, currency, amount_minor, bank_code, account_number, holder
    ON payouts_payout FOR EACH ROW
    WHEN ((OLD.country, OLD.batch_id, OLD.seller_id, OLD.statement_id, OLD.currency, OLD.amount_minor, OLD.bank_code,
           OLD.account_number, OLD.holder)
          IS DISTINCT FROM (NEW.country, NEW.batch_id, NEW.seller_id, NEW.statement_id, NEW.currency, NEW.amount_minor,
                            NEW.bank_code, NEW.account_number, NEW.holder))
    EXECUTE FUNCTION payouts_keep_terms();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app') THEN
        REVOKE DELETE, TRUNCATE ON payouts_account, payouts_batch, payouts_payout FROM pasar_app;
    END IF;
END $$;
"""

BACK = """
DROP TRIGGER payout_keeps_its_terms ON payouts_payout;
DROP FUNCTION payouts_keep_terms();
"""


class Migration(migrations.Migration):
    dependencies = [("payouts", "0001_initial"), ("kernel", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
