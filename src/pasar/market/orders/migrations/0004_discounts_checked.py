"""Old rows pass the checks that know of discounts too: looked at without keeping anybody from writing."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

CHECKS = {
    "purchase": ["purchase_amounts_not_negative", "purchase_adds_up"],
    "order": ["order_amounts_not_negative", "order_adds_up", "order_discounts_within_prices"],
    "line": ["line_discounts_within_goods", "line_tax_within_goods", "line_price_source_known"],
}


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_discounts")]
    operations = [ValidateConstraint(model, name) for model, names in CHECKS.items() for name in names]
