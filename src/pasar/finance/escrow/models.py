from django.db import models
from django.db.models import F, Q

SOURCES = ("wallet", "payment", "cash")


class Hold(models.Model):
    """The money of one order, from payment to completion and beyond: what came in, what left, to whom."""

    order_id = models.UUIDField(primary_key=True)
    purchase_id = models.UUIDField()
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    customer_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    source = models.CharField(max_length=8)
    """Where it came from: the wallet, a provider's payment, cash at the door."""
    amount_minor = models.BigIntegerField()
    """Goods and delivery after the seller's own discounts; without what whole cash steps added."""
    subsidy_minor = models.BigIntegerField(default=0, db_default=0)
    """Of the amount, what the venture put in: its part of discounts."""
    coins_minor = models.BigIntegerField(default=0, db_default=0)
    """Of the amount, what the customer put in as coins; the rest is the customer's money."""
    rounding_minor = models.BigIntegerField(default=0)
    """What the customer paid more (or less) in cash than the amount."""
    given_back_minor = models.BigIntegerField(default=0)
    released_minor = models.BigIntegerField(default=0)
    taken_back_minor = models.BigIntegerField(default=0)
    """Of what was released, taken back from whom it went to."""
    goodwill_minor = models.BigIntegerField(default=0)
    """Given to the customer after the release at the venture's own cost."""
    refunded_minor = models.BigIntegerField(default=0)
    """What the customer got back in money, all ways together."""
    subsidy_back_minor = models.BigIntegerField(default=0, db_default=0)
    """What of the subsidy the venture got back."""
    coins_back_minor = models.BigIntegerField(default=0, db_default=0)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """When the last of it left."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gte=0,
                    given_back_minor__gte=0,
                    released_minor__gte=0,
                    taken_back_minor__gte=0,
                    goodwill_minor__gte=0,
                    refunded_minor__gte=0,
                ),
                name="hold_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    subsidy_minor__gte=F("subsidy_back_minor"),
                    subsidy_back_minor__gte=0,
                    coins_minor__gte=F("coins_back_minor"),
                    coins_back_minor__gte=0,
                    amount_minor__gte=F("subsidy_minor") + F("coins_minor"),
                ),
                name="hold_layers_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=F("given_back_minor") + F("released_minor")),
                name="hold_leaves_once",
            ),
            models.CheckConstraint(
                condition=Q(released_minor__gte=F("taken_back_minor") + F("goodwill_minor")),
                name="hold_takes_back_within_released",
            ),
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gte=F("refunded_minor")
                    - F("rounding_minor")
                    + F("subsidy_minor")
                    + F("coins_minor")
                ),
                name="hold_refunds_within_paid",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(amount_minor=F("given_back_minor") + F("released_minor")),
                name="hold_ends_when_all_has_left",
            ),
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="hold_source_known"),
        ]
        indexes = [models.Index(fields=["purchase_id"], name="hold_by_purchase")]


class Share(models.Model):
    """One line's part of a hold, or delivery's (no line): where it went and what was kept of it, for giving it back."""

    hold = models.ForeignKey("escrow.Hold", on_delete=models.PROTECT, related_name="shares")
    country = models.CharField(max_length=2)
    line_id = models.UUIDField(null=True)
    payee = models.CharField(max_length=20, blank=True)
    """The kind of account it was released to; empty before."""
    given_back_minor = models.BigIntegerField(default=0)
    released_minor = models.BigIntegerField(default=0)
    commission_minor = models.BigIntegerField(default=0)
    commission_tax_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    fee_tax_minor = models.BigIntegerField(default=0)
    withheld_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    """Consumption tax contained, where the venture itself is the seller."""
    taken_back_minor = models.BigIntegerField(default=0)
    goodwill_minor = models.BigIntegerField(default=0)
    subsidy_back_minor = models.BigIntegerField(default=0, db_default=0)
    coins_back_minor = models.BigIntegerField(default=0, db_default=0)
    """Of what the customer got back of it, before and after the release: the layers that went elsewhere."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hold", "line_id"], name="share_one_per_line", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(
                    given_back_minor__gte=0,
                    released_minor__gte=0,
                    commission_minor__gte=0,
                    commission_tax_minor__gte=0,
                    fee_minor__gte=0,
                    fee_tax_minor__gte=0,
                    withheld_minor__gte=0,
                    tax_minor__gte=0,
                    taken_back_minor__gte=0,
                    goodwill_minor__gte=0,
                ),
                name="share_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(released_minor__gte=F("commission_minor") + F("fee_minor") + F("withheld_minor")),
                name="share_keeps_within_released",
            ),
            models.CheckConstraint(
                condition=Q(released_minor__gte=F("taken_back_minor") + F("goodwill_minor")),
                name="share_takes_back_within_released",
            ),
            models.CheckConstraint(
                condition=Q(
                    subsidy_back_minor__gte=0,
                    coins_back_minor__gte=0,
                    given_back_minor__gte=F("subsidy_back_minor")
                    + F("coins_back_minor")
                    - F("taken_back_minor")
                    - F("goodwill_minor"),
                ),
                name="share_layers_within_back",
            ),
        ]


class Refund(models.Model):
    """Money of an order that went back to its customer. Its id is the idempotency key, also at the provider."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    hold = models.ForeignKey("escrow.Hold", on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    """What left escrow for it."""
    returned_minor = models.BigIntegerField()
    """What the customer gets in money: the same less the other layers, but for the rounding of cash."""
    subsidy_minor = models.BigIntegerField(default=0, db_default=0)
    """What of it went back to the venture, whose part of discounts it was."""
    coins_minor = models.BigIntegerField(default=0, db_default=0)
    """What of it the customer got back as coins."""
    destination = models.CharField(max_length=10)
    after_release = models.BooleanField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, returned_minor__gte=0), name="escrow_refund_amounts"
            ),
            models.CheckConstraint(
                condition=Q(
                    subsidy_minor__gte=0,
                    coins_minor__gte=0,
                    amount_minor__gte=F("subsidy_minor") + F("coins_minor"),
                ),
                name="escrow_refund_layers",
            ),
            models.CheckConstraint(
                condition=Q(destination__in=["wallet", "source"]), name="escrow_refund_destination_known"
            ),
        ]
        indexes = [models.Index(fields=["hold"], name="escrow_refund_by_hold")]
