"""Units move between a warehouse and a shelf of units set aside."""

from django.db import migrations, models
from django.db.models import Q

KINDS = ["receipt", "sale", "correction", "return", "transfer"]

FORWARD = """
ALTER TABLE stock_movement DROP CONSTRAINT movement_kind_known;
ALTER TABLE stock_movement ADD CONSTRAINT movement_kind_known
    CHECK (kind IN ('receipt', 'sale', 'correction', 'return', 'transfer')) NOT VALID;
ALTER TABLE stock_movement VALIDATE CONSTRAINT movement_kind_known;
"""

BACK = """
ALTER TABLE stock_movement DROP CONSTRAINT movement_kind_known;
ALTER TABLE stock_movement ADD CONSTRAINT movement_kind_known
    CHECK (kind IN ('receipt', 'sale', 'correction', 'return')) NOT VALID;
"""


class Migration(migrations.Migration):
    dependencies = [("stock", "0002_guards")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACK)],
            state_operations=[
                migrations.RemoveConstraint("movement", "movement_kind_known"),
                migrations.AlterField(
                    "movement",
                    "kind",
                    models.CharField(
                        max_length=10,
                        choices=[
                            ("receipt", "Receipt"),
                            ("sale", "Sale"),
                            ("correction", "Correction"),
                            ("return", "Return"),
                            ("transfer", "Transfer"),
                        ],
                    ),
                ),
                migrations.AddConstraint(
                    "movement",
                    models.CheckConstraint(condition=Q(kind__in=KINDS), name="movement_kind_known"),
                ),
            ],
        )
    ]
