"""The voucher centre reads the vouchers of all shops of a venture, those that end first before the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promotions", "0002_guards")]
    operations = [
        migrations.AddIndex(
            model_name="promotion",
            index=models.Index(
                fields=["country", "ends_at", "id"],
                condition=models.Q(("listed", True), ("scope", "shop"))
                & models.Q(("class_key", "automatic"), _negated=True),
                name="promotion_of_shops",
            ),
        )
    ]
