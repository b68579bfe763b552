"""Discounts, coins and the source of a price beside what was placed. Old rows have none; old code writes none."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import CheckConstraint, F, Q


def _none() -> models.BigIntegerField:
    return models.BigIntegerField(default=0, db_default=0)


_AMOUNTS = {
    "purchase": ["discount_minor", "coins_minor"],
    "order": [
        "seller_discount_minor", "platform_discount_minor", "coins_minor", "shipping_seller_discount_minor",
        "shipping_platform_discount_minor",
    ],
    "line": ["seller_discount_minor", "platform_discount_minor", "coins_minor"],
}  # fmt: skip
_WIDER = {
    "purchase": ["purchase_amounts_not_negative", "purchase_adds_up"],
    "order": ["order_amounts_not_negative", "order_adds_up"],
    "line": ["line_tax_within_goods"],
}
"""Replaced by checks that know of discounts, under the same names."""
_OFF = F("seller_discount_minor") + F("platform_discount_minor") + F("coins_minor")
CHECKS = [
    (
        "purchase",
        "purchase_amounts_not_negative",
        Q(goods_minor__gt=0, shipping_minor__gte=0, discount_minor__gte=0, coins_minor__gte=0, total_minor__gte=0),
    ),
    (
        "purchase",
        "purchase_adds_up",
        Q(
            total_minor=F("goods_minor") + F("shipping_minor") + F("rounding_minor")
            - F("discount_minor") - F("coins_minor")
        ),
    ),
    (
        "order",
        "order_amounts_not_negative",
        Q(
            goods_minor__gt=0, shipping_minor__gte=0, total_minor__gte=0, tax_minor__gte=0,
            seller_discount_minor__gte=0, platform_discount_minor__gte=0, coins_minor__gte=0,
            shipping_seller_discount_minor__gte=0, shipping_platform_discount_minor__gte=0,
        ),
    ),
    (
        "order",
        "order_adds_up",
        Q(
            total_minor=F("goods_minor") - F("seller_discount_minor") - F("platform_discount_minor")
            - F("coins_minor") + F("shipping_minor") - F("shipping_seller_discount_minor")
            - F("shipping_platform_discount_minor") + F("rounding_minor")
        ),
    ),
    (
        "order",
        "order_discounts_within_prices",
        Q(
            goods_minor__gte=_OFF,
            shipping_minor__gte=F("shipping_seller_discount_minor") + F("shipping_platform_discount_minor"),
        ),
    ),
    (
        "line",
        "line_discounts_within_goods",
        Q(
            seller_discount_minor__gte=0, platform_discount_minor__gte=0, coins_minor__gte=0,
            goods_minor__gte=_OFF,
        ),
    ),
    (
        "line",
        "line_tax_within_goods",
        Q(tax_minor=0) | Q(tax_minor__lt=F("goods_minor") - F("seller_discount_minor")),
    ),
    (
        "line",
        "line_price_source_known",
        Q(price_source="", price_source_id__isnull=True)
        | Q(price_source__in=("campaign", "flash"), price_source_id__isnull=False),
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Discount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("country", models.CharField(max_length=2)),
                ("order_id", models.UUIDField()),
                ("line_id", models.UUIDField(null=True)),
                ("promotion_id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("class_key", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("seller_minor", models.BigIntegerField()),
                ("platform_minor", models.BigIntegerField()),
                ("units", ArrayField(models.BigIntegerField(), default=list)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order_id", "line_id", "promotion_id"), name="discount_once_per_line",
                        nulls_distinct=False,
                    ),
                    CheckConstraint(
                        condition=Q(seller_minor__gte=0, platform_minor__gte=0)
                        & ~Q(seller_minor=0, platform_minor=0),
                        name="discount_takes_something_off",
                    ),
                    CheckConstraint(
                        condition=Q(line_id__isnull=True, units=[]) | (Q(line_id__isnull=False) & ~Q(units=[])),
                        name="discount_of_lines_is_per_unit",
                    ),
                ],
            },
        ),
        *(migrations.AddField(model, name, _none()) for model, names in _AMOUNTS.items() for name in names),
        migrations.AddField(
            "line", "price_source", models.CharField(max_length=10, blank=True, default="", db_default="")
        ),
        migrations.AddField("line", "price_source_id", models.BigIntegerField(null=True)),
        *(migrations.RemoveConstraint(model, name) for model, names in _WIDER.items() for name in names),
        *(
            AddConstraintNotValid(model, CheckConstraint(condition=condition, name=name))
            for model, name, condition in CHECKS
        ),
    ]  # fmt: skip
