from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

STATUSES = (
    "awaiting_payment", "to_ship", "packed", "shipped", "delivery_failed", "delivered", "completed", "returned",
    "cancelled",
)  # fmt: skip
PRICE_SOURCES = ("campaign", "flash")
STATUS_CHOICES = [(status, status.replace("_", " ").capitalize()) for status in STATUSES]


class Purchase(models.Model):
    """What is paid at once: the orders of one checkout. Amounts stay as they were placed."""

    class Status(models.TextChoices):
        AWAITING_PAYMENT = "awaiting_payment"
        PAID = "paid"
        TO_COLLECT = "to_collect"
        EXPIRED = "expired"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    number = models.CharField(max_length=24)
    customer_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    shipping_minor = models.BigIntegerField()
    rounding_minor = models.BigIntegerField(default=0)
    """What cash paid in whole steps adds to (or takes from) the sum; 0 for every other method."""
    discount_minor = models.BigIntegerField(default=0, db_default=0)
    """All discounts of its orders, on goods and on delivery, whoever bears them."""
    coins_minor = models.BigIntegerField(default=0, db_default=0)
    """What was paid in coins."""
    total_minor = models.BigIntegerField()
    payment_method = models.CharField(max_length=30)
    status = models.CharField(max_length=20, choices=Status.choices)
    address = models.JSONField()
    """As it was when placed: recipient, phone, area_code, postcode, line1, line2, landmark, zone, lines."""
    note = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=3)
    placed_at = models.DateTimeField()
    pay_by = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "number"], name="purchase_number"),
            models.CheckConstraint(
                condition=Q(
                    goods_minor__gt=0,
                    shipping_minor__gte=0,
                    discount_minor__gte=0,
                    coins_minor__gte=0,
                    total_minor__gte=0,
                ),
                name="purchase_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("goods_minor")
                    + F("shipping_minor")
                    + F("rounding_minor")
                    - F("discount_minor")
                    - F("coins_minor")
                ),
                name="purchase_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["awaiting_payment", "paid", "to_collect", "expired", "cancelled"],
                ),
                name="purchase_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="awaiting_payment") | Q(pay_by__isnull=False),
                name="purchase_waits_until_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["customer_id", "-id"], name="purchase_by_customer"),
            models.Index(
                fields=["pay_by"], condition=Q(status="awaiting_payment"), name="purchase_by_pay_by"
            ),
        ]


class Order(models.Model):
    """One shop's part of a purchase, a contract. `status` is derived from the lines, the least advanced first."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    number = models.CharField(max_length=24)
    purchase = models.ForeignKey("orders.Purchase", on_delete=models.PROTECT, related_name="orders")
    customer_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    seller_class = models.CharField(max_length=20)
    shop_id = models.BigIntegerField()
    shop_name = models.CharField(max_length=200)
    warehouse_id = models.BigIntegerField()
    status = models.CharField(max_length=20, choices=STATUS_CHOICES)
    currency = models.CharField(max_length=3)
    payment_method = models.CharField(max_length=30)
    goods_minor = models.BigIntegerField()
    """At the lines' unit prices, before any discount."""
    seller_discount_minor = models.BigIntegerField(default=0, db_default=0)
    """On goods, at the seller's cost; the sum of its lines', as are the next two."""
    platform_discount_minor = models.BigIntegerField(default=0, db_default=0)
    """On goods, at the venture's cost."""
    coins_minor = models.BigIntegerField(default=0, db_default=0)
    """Of goods, paid in coins."""
    shipping_minor = models.BigIntegerField()
    """What the carrier is owed, before any discount."""
    shipping_seller_discount_minor = models.BigIntegerField(default=0, db_default=0)
    shipping_platform_discount_minor = models.BigIntegerField(default=0, db_default=0)
    rounding_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    """What the customer pays in money."""
    tax_minor = models.BigIntegerField()
    """Contained in goods and shipping after the seller's discounts, not added."""
    shipping_tax_minor = models.BigIntegerField(default=0)
    carrier_key = models.CharField(max_length=30)
    service_key = models.CharField(max_length=30)
    rate_card_id = models.BigIntegerField(null=True)
    promise_from = models.DateField()
    promise_to = models.DateField()
    deadline_at = models.DateTimeField(null=True)
    deadline_action = models.CharField(max_length=30, blank=True)
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    extended = models.BooleanField(default=False)
    reminded = models.BooleanField(default=False, db_default=False)
    """Its seller was told that the time to hand over is nearly over."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "number"], name="order_number"),
            models.CheckConstraint(
                condition=Q(
                    goods_minor__gt=0,
                    shipping_minor__gte=0,
                    total_minor__gte=0,
                    tax_minor__gte=0,
                    seller_discount_minor__gte=0,
                    platform_discount_minor__gte=0,
                    coins_minor__gte=0,
                    shipping_seller_discount_minor__gte=0,
                    shipping_platform_discount_minor__gte=0,
                ),
                name="order_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("goods_minor")
                    - F("seller_discount_minor")
                    - F("platform_discount_minor")
                    - F("coins_minor")
                    + F("shipping_minor")
                    - F("shipping_seller_discount_minor")
                    - F("shipping_platform_discount_minor")
                    + F("rounding_minor")
                ),
                name="order_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    goods_minor__gte=F("seller_discount_minor")
                    + F("platform_discount_minor")
                    + F("coins_minor"),
                    shipping_minor__gte=F("shipping_seller_discount_minor")
                    + F("shipping_platform_discount_minor"),
                ),
                name="order_discounts_within_prices",
            ),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="order_status_known"),
            models.CheckConstraint(
                condition=Q(deadline_at__isnull=True, deadline_action="")
                | (Q(deadline_at__isnull=False) & ~Q(deadline_action="")),
                name="order_deadline_says_what_happens",
            ),
        ]
        indexes = [
            models.Index(fields=["purchase"], name="order_by_purchase"),
            models.Index(fields=["customer_id", "-id"], name="order_by_customer"),
            models.Index(fields=["customer_id", "status", "-id"], name="order_by_customer_and_status"),
            models.Index(fields=["seller_id", "status", "-id"], name="order_by_seller_and_status"),
            models.Index(
                fields=["deadline_at"], condition=Q(deadline_at__isnull=False), name="order_by_deadline"
            ),
            models.Index(
                fields=["deadline_at"],
                condition=Q(deadline_action="cancel_unshipped", reminded=False),
                name="order_to_remind",
            ),
        ]


class Line(models.Model):
    """One SKU of an order, as it was when placed: what was promised, at which price, under which fee rule."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="lines")
    sku_id = models.BigIntegerField()
    listing_id = models.BigIntegerField()
    seller_sku = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    options_text = models.CharField(max_length=300, blank=True)
    picture = models.JSONField(null=True)
    unit_minor = models.BigIntegerField()
    price_source = models.CharField(max_length=10, blank=True, default="", db_default="")
    """What set the unit price in place of the offer: a campaign, a flash sale; empty: the offer did."""
    price_source_id = models.BigIntegerField(null=True)
    units = models.PositiveSmallIntegerField()
    goods_minor = models.BigIntegerField()
    seller_discount_minor = models.BigIntegerField(default=0, db_default=0)
    platform_discount_minor = models.BigIntegerField(default=0, db_default=0)
    coins_minor = models.BigIntegerField(default=0, db_default=0)
    """The line's parts of these, of all its units; row by row and unit by unit in `Discount`."""
    tax_bps = models.PositiveIntegerField()
    tax_minor = models.BigIntegerField()
    """Contained in the goods after the seller's discounts: what the venture adds is paid by a third party."""
    status = models.CharField(max_length=20, choices=STATUS_CHOICES)
    weight_g = models.PositiveIntegerField()
    """Of one unit, as charged for delivery."""
    category_path = models.CharField(max_length=300)
    commission_bps = models.PositiveIntegerField()
    payment_fee_bps = models.PositiveIntegerField()
    fee_rule_id = models.BigIntegerField(null=True)
    cost_minor = models.BigIntegerField(null=True)
    """Cost of one unit when placed, of the venture's own shelf."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(units__gte=1, unit_minor__gt=0, goods_minor__gt=0, tax_minor__gte=0),
                name="line_amounts_positive",
            ),
            models.CheckConstraint(
                condition=Q(goods_minor=F("unit_minor") * F("units")), name="line_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(
                    seller_discount_minor__gte=0,
                    platform_discount_minor__gte=0,
                    coins_minor__gte=0,
                    goods_minor__gte=F("seller_discount_minor")
                    + F("platform_discount_minor")
                    + F("coins_minor"),
                ),
                name="line_discounts_within_goods",
            ),
            models.CheckConstraint(
                condition=Q(tax_minor=0) | Q(tax_minor__lt=F("goods_minor") - F("seller_discount_minor")),
                name="line_tax_within_goods",
            ),
            models.CheckConstraint(
                condition=Q(price_source="", price_source_id__isnull=True)
                | Q(price_source__in=PRICE_SOURCES, price_source_id__isnull=False),
                name="line_price_source_known",
            ),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="line_status_known"),
            models.CheckConstraint(
                condition=Q(tax_bps__lte=10_000, commission_bps__lte=10_000, payment_fee_bps__lte=10_000),
                name="line_rates_within_the_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["order", "id"], name="line_by_order"),
            models.Index(fields=["listing_id", "id"], name="line_by_listing"),
        ]


class Discount(models.Model):
    """What one version of a promotion took off one line, or off an order's delivery (no line), and who bears it.

    Append-only: the trace from a total to the rules that made it, and the parts that a refund adds up.
    """

    id = models.BigAutoField(primary_key=True)
    country = models.CharField(max_length=2)
    order_id = models.UUIDField()
    line_id = models.UUIDField(null=True)
    promotion_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    class_key = models.CharField(max_length=40)
    """The class of voucher (or of automatic discount) that stacking goes by."""
    name = models.CharField(max_length=200)
    """As the customer saw it."""
    seller_minor = models.BigIntegerField()
    platform_minor = models.BigIntegerField()
    units = ArrayField(models.BigIntegerField(), default=list)
    """What each unit of the line is cheaper by, summing to both funders' parts; empty for delivery."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order_id", "line_id", "promotion_id"],
                name="discount_once_per_line",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(seller_minor__gte=0, platform_minor__gte=0)
                & ~Q(seller_minor=0, platform_minor=0),
                name="discount_takes_something_off",
            ),
            models.CheckConstraint(
                condition=Q(line_id__isnull=True, units=[]) | (Q(line_id__isnull=False) & ~Q(units=[])),
                name="discount_of_lines_is_per_unit",
            ),
        ]


class OrderEvent(models.Model):
    """What befell an order (no line) or one of its lines. Append-only."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    order_id = models.UUIDField()
    line_id = models.UUIDField(null=True)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    actor = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["order_id", "id"], name="order_event_by_order")]
        constraints = [
            models.CheckConstraint(condition=~Q(from_status=F("to_status")), name="order_event_moves"),
        ]
