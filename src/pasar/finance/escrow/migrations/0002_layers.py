"""What holds are made of beside the customer's money, and what of it went back. Old rows have none; old code writes none."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import CheckConstraint, F, Q

_AMOUNTS = {
    "hold": ["subsidy_minor", "coins_minor", "subsidy_back_minor", "coins_back_minor"],
    "share": ["subsidy_back_minor", "coins_back_minor"],
    "refund": ["subsidy_minor", "coins_minor"],
}
_WIDER = ["hold_amounts_not_negative", "hold_refunds_within_paid"]
CHECKS = [
    (
        "hold",
        "hold_amounts_not_negative",
        Q(
            amount_minor__gte=0, given_back_minor__gte=0, released_minor__gte=0, taken_back_minor__gte=0,
            goodwill_minor__gte=0, refunded_minor__gte=0,
        ),
    ),
    (
        "hold",
        "hold_layers_within_amount",
        Q(
            subsidy_minor__gte=F("subsidy_back_minor"), subsidy_back_minor__gte=0,
            coins_minor__gte=F("coins_back_minor"), coins_back_minor__gte=0,
            amount_minor__gte=F("subsidy_minor") + F("coins_minor"),
        ),
    ),
    (
        "hold",
        "hold_refunds_within_paid",
        Q(amount_minor__gte=F("refunded_minor") - F("rounding_minor") + F("subsidy_minor") + F("coins_minor")),
    ),
    (
        "share",
        "share_layers_within_back",
        Q(
            subsidy_back_minor__gte=0, coins_back_minor__gte=0,
            given_back_minor__gte=F("subsidy_back_minor") + F("coins_back_minor") - F("taken_back_minor")
            - F("goodwill_minor"),
        ),
    ),
    (
        "refund",
        "escrow_refund_layers",
        Q(subsidy_minor__gte=0, coins_minor__gte=0, amount_minor__gte=F("subsidy_minor") + F("coins_minor")),
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("escrow", "0001_initial")]
    operations = [
        *(
            migrations.AddField(model, name, models.BigIntegerField(default=0, db_default=0))
            for model, names in _AMOUNTS.items()
            for name in names
        ),
        *(migrations.RemoveConstraint("hold", name) for name in _WIDER),
        *(
            AddConstraintNotValid(model, CheckConstraint(condition=condition, name=name))
            for model, name, condition in CHECKS
        ),
    ]
