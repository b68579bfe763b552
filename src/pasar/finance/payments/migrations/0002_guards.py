"""What providers told us is kept as it came; payments, refunds and statement entries are never removed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION payments_keep_as_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a provider told us is not changed: %', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER notice_keeps_its_bytes BEFORE UPDATE OF provider, event_id, about, reference, raw, received_at
    ON payments_notice FOR EACH ROW
    WHEN ((OLD.provider, OLD.event_id, OLD.about, OLD.reference, OLD.raw, OLD.received_at)
          IS DISTINCT FROM (NEW.provider, NEW.event_id, NEW.about, NEW.reference, NEW.raw, NEW.received_at))
    EXECUTE FUNCTION payments_keep_as_told();
CREATE TRIGGER statement_keeps_its_figures BEFORE UPDATE OF provider, number, at, direction, currency, amount_minor
    ON payments_statementline FOR EACH ROW
    WHEN ((OLD.provider, OLD.number, OLD.at, OLD.direction, OLD.currency, OLD.amount_minor)
          IS DISTINCT FROM (NEW.provider, NEW.number, NEW.at, NEW.direction, NEW.currency, NEW.amount_minor))
    EXECUTE FUNCTION payments_keep_as_told();
CREATE TRIGGER payment_keeps_what_was_asked BEFORE UPDATE OF country, customer_id, purchase_id, reference, currency, amount_minor
    ON payments_payment FOR EACH ROW
    WHEN ((OLD.country, OLD.customer_id, OLD.purchase_id, OLD.reference, OLD.currency, OLD.amount_minor)
          IS DISTINCT FROM (NEW.country, NEW.customer_id, NEW.purchase_id, NEW.reference, NEW.currency, NEW.amount_minor)
          OR (OLD.received_minor IS NOT NULL AND OLD.received_minor IS DISTINCT FROM NEW.received_minor))
    EXECUTE FUNCTION payments_keep_as_told();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app') THEN
        REVOKE DELETE, TRUNCATE ON payments_payment, payments_notice, payments_refund, payments_statementline FROM pasar_app;
    END IF;
END $$;
"""

BACK = """
DROP TRIGGER payment_keeps_what_was_asked ON payments_payment;
DROP TRIGGER statement_keeps_its_figures ON payments_statementline;
DROP TRIGGER notice_keeps_its_bytes ON payments_notice;
DROP FUNCTION payments_keep_as_told();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("kernel", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
