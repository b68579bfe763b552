from django.db import models
from django.db.models import F, Q


class Level(models.Model):
    """Units of one SKU at one warehouse. Free to sell = on_hand - reserved."""

    country = models.CharField(max_length=2)
    sku_id = models.BigIntegerField()
    listing_id = models.BigIntegerField()
    """The SKU's listing, which never changes: pages ask by listing what can be had."""
    warehouse_id = models.BigIntegerField()
    """Below zero: a shelf of units set aside, whose owner names it (a flash sale's quota)."""
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    cost_minor = models.BigIntegerField(null=True)
    """Weighted average cost of a unit, kept for the venture's own shelf only."""

    class Meta:
        constraints = [
            # In the order of locking, so that the index gives it.
            models.UniqueConstraint(
                fields=["sku_id", "warehouse_id"], name="level_one_row_per_sku_and_warehouse"
            ),
            models.CheckConstraint(
                condition=Q(reserved__lte=F("on_hand")), name="level_reserved_within_on_hand"
            ),
            models.CheckConstraint(
                condition=Q(cost_minor__isnull=True) | Q(cost_minor__gte=0), name="level_cost_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["warehouse_id", "sku_id"], name="level_by_warehouse"),
            models.Index(fields=["listing_id"], name="level_by_listing"),
        ]


class Reservation(models.Model):
    """Units held for one order line. Its id is the line's."""

    class State(models.TextChoices):
        HELD = "held"
        CLAIMED = "claimed"
        RELEASED = "released"

    line_id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    sku_id = models.BigIntegerField()
    warehouse_id = models.BigIntegerField()
    units = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    expires_at = models.DateTimeField(null=True)
    """When an unpaid purchase gives it back; null once paid."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(units__gte=1), name="reservation_of_a_unit_or_more"),
            models.CheckConstraint(
                condition=Q(state__in=["held", "claimed", "released"]), name="reservation_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["sku_id", "warehouse_id"], condition=Q(state="held"), name="reservation_held_by_level"
            ),
            models.Index(
                fields=["expires_at"],
                condition=Q(state="held", expires_at__isnull=False),
                name="reservation_by_expiry",
            ),
        ]


class Movement(models.Model):
    """One change of what is on hand. Append-only; the level is their sum."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt"
        SALE = "sale"
        CORRECTION = "correction"
        RETURN = "return"
        TRANSFER = "transfer"

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    sku_id = models.BigIntegerField()
    warehouse_id = models.BigIntegerField()
    units = models.IntegerField()
    """Signed: goods in are positive."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ref = models.CharField(max_length=60)
    """What it happened for: a line's id, a receipt's or a correction's reference. Repeats of it have no effect."""
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sku_id", "warehouse_id", "kind", "ref"], name="movement_once_per_reference"
            ),
            models.CheckConstraint(condition=~Q(units=0), name="movement_moves_something"),
            models.CheckConstraint(
                condition=Q(kind__in=["receipt", "sale", "correction", "return", "transfer"]),
                name="movement_kind_known",
            ),
        ]
