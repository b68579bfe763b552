"""Coins that were earned go back in part when the goods they came for do; what took them is kept, and never changed."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

FORWARD = """
CREATE TRIGGER coin_taken_back_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON promotions_cointakenback
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pasar_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON promotions_cointakenback FROM pasar_app;
    END IF;
END $$;
"""

BACK = "DROP TRIGGER coin_taken_back_append_only ON promotions_cointakenback"


class Migration(migrations.Migration):
    dependencies = [("promotions", "0003_shop_vouchers"), ("kernel", "0002_guards")]
    operations = [
        migrations.AddField("coinearning", "kept_minor", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "coinearning",
            models.CheckConstraint(
                condition=Q(kept_minor__isnull=True)
                | Q(kept_minor__gte=0, kept_minor__lte=F("amount_minor")),
                name="coin_earning_kept_of_it",
            ),
        ),
        migrations.CreateModel(
            name="CoinTakenBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order_id", models.UUIDField()),
                ("source", models.CharField(max_length=60)),
                ("amount_minor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promotions.coinlot"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["source", "lot"], name="coin_taken_back_once_per_source"),
                    models.CheckConstraint(condition=Q(amount_minor__gt=0), name="coin_taken_back_something"),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
