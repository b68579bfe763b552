"""Old rows pass the checks that know of layers too: looked at without keeping anybody from writing."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

CHECKS = {
    "hold": ["hold_amounts_not_negative", "hold_layers_within_amount", "hold_refunds_within_paid"],
    "share": ["share_layers_within_back"],
    "refund": ["escrow_refund_layers"],
}


class Migration(migrations.Migration):
    dependencies = [("escrow", "0002_layers")]
    operations = [ValidateConstraint(model, name) for model, names in CHECKS.items() for name in names]
