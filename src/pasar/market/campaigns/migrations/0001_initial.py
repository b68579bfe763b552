import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("slug", models.CharField(max_length=40)),
                ("names", models.JSONField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("enrol_by", models.DateTimeField()),
                ("min_cut_bps", models.PositiveIntegerField()),
                ("look_back_days", models.PositiveSmallIntegerField()),
                ("min_days_priced", models.PositiveSmallIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["country", "ends_at"], name="campaign_by_end")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "slug"), name="campaign_slug_once_per_venture"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="campaign_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("min_cut_bps__gte", 1), ("min_cut_bps__lte", 9000)),
                        name="campaign_cut_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("item_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("device", models.CharField(max_length=64)),
                ("units", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("called", "Called"),
                            ("served", "Served"),
                            ("gone", "Gone"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                ("called_until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["item_id", "id"],
                        name="place_waiting_in_order",
                    ),
                    models.Index(
                        condition=models.Q(("state", "called")),
                        fields=["called_until"],
                        name="place_called_by_end",
                    ),
                    models.Index(fields=["item_id", "device"], name="place_by_device"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item_id", "customer_id"), name="place_once_per_item_and_customer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "called", "served", "gone"])),
                        name="place_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "called"), _negated=True),
                            ("called_until__isnull", False),
                            _connector="OR",
                        ),
                        name="place_called_until_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("units__gte", 1)), name="place_for_a_unit_or_more"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("slot_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("listing_id", models.BigIntegerField(null=True)),
                ("language", models.CharField(max_length=8)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("slot_id", "customer_id"), name="reminder_once_per_slot_and_customer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("nominate_by", models.DateTimeField()),
                ("min_cut_bps", models.PositiveIntegerField()),
                ("look_back_days", models.PositiveSmallIntegerField()),
                ("min_days_priced", models.PositiveSmallIntegerField()),
                ("announced_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["country", "ends_at"], name="slot_by_end")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "starts_at"), name="slot_once_per_venture_and_hour"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="slot_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("min_cut_bps__gte", 1), ("min_cut_bps__lte", 9000)),
                        name="slot_cut_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Taking",
            fields=[
                ("line_id", models.UUIDField(primary_key=True, serialize=False)),
                ("country", models.CharField(max_length=2)),
                ("item_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("units", models.PositiveIntegerField()),
                ("taken_at", models.DateTimeField()),
                ("back_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["item_id"], name="taking_by_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("units__gte", 1)), name="taking_of_a_unit_or_more"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Use",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("item_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("units", models.PositiveIntegerField()),
                ("most", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item_id", "customer_id"), name="use_once_per_item_and_customer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("units__gte", 0), ("units__lte", models.F("most"))),
                        name="use_within_limit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("sku_id", models.BigIntegerField()),
                ("listing_id", models.BigIntegerField()),
                ("shop_id", models.BigIntegerField()),
                ("seller_id", models.BigIntegerField()),
                ("price_minor", models.BigIntegerField()),
                ("was_minor", models.BigIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("in", "In"), ("withdrawn", "Withdrawn"), ("refused", "Refused")],
                        default="in",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="campaigns.campaign",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "in")),
                        fields=["sku_id", "ends_at"],
                        name="enrolment_by_sku",
                    ),
                    models.Index(
                        condition=models.Q(("state", "in")),
                        fields=["listing_id", "ends_at"],
                        name="enrolment_by_listing",
                    ),
                    models.Index(fields=["seller_id", "-id"], name="enrolment_by_seller"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "sku_id"), name="enrolment_once_per_campaign_and_sku"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price_minor__gt", 0), ("was_minor__gt", models.F("price_minor"))
                        ),
                        name="enrolment_is_a_cut",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["in", "withdrawn", "refused"])),
                        name="enrolment_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("sku_id", models.BigIntegerField()),
                ("listing_id", models.BigIntegerField()),
                ("shop_id", models.BigIntegerField()),
                ("seller_id", models.BigIntegerField()),
                ("warehouse_id", models.BigIntegerField()),
                ("price_minor", models.BigIntegerField()),
                ("was_minor", models.BigIntegerField()),
                ("units", models.PositiveIntegerField()),
                ("per_customer", models.PositiveIntegerField()),
                ("quota", models.PositiveIntegerField(default=0)),
                ("sold", models.PositiveIntegerField(default=0)),
                ("offered", models.PositiveIntegerField(default=0)),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nominated", "Nominated"),
                            ("approved", "Approved"),
                            ("open", "Open"),
                            ("closed", "Closed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="nominated",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                (
                    "slot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="campaigns.slot",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["sku_id"], name="item_open_by_sku"
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["listing_id"],
                        name="item_open_by_listing",
                    ),
                    models.Index(
                        condition=models.Q(("state", "approved")),
                        fields=["starts_at"],
                        name="item_approved_by_start",
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["ends_at"], name="item_open_by_end"
                    ),
                    models.Index(fields=["seller_id", "-id"], name="item_by_seller"),
                    models.Index(
                        condition=models.Q(("state", "nominated")),
                        fields=["country", "id"],
                        name="item_to_decide",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("slot", "sku_id"), name="item_once_per_slot_and_sku"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("offered__gte", 0),
                            ("sold__gte", 0),
                            (
                                "sold__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("quota"), "-", models.F("offered")
                                ),
                            ),
                        ),
                        name="item_sold_within_quota",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price_minor__gt", 0), ("was_minor__gt", models.F("price_minor"))
                        ),
                        name="item_is_a_cut",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("per_customer__gte", 1), ("per_customer__lte", models.F("units"))
                        ),
                        name="item_limit_within_units",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quota__lte", models.F("units"))),
                        name="item_quota_within_nominated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["nominated", "approved", "open", "closed", "refused", "withdrawn"])
                        ),
                        name="item_state_known",
                    ),
                ],
            },
        ),
    ]
