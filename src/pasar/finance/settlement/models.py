from django.db import models
from django.db.models import F, Q


class Cycle(models.Model):
    """A venture's cycle that was closed: the days before `closes_on` since the one before."""

    country = models.CharField(max_length=2)
    closes_on = models.DateField()
    """The venture's day at whose start the cycle ended."""
    cut_at = models.DateTimeField()
    closed_at = models.DateTimeField()
    statements = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "closes_on"], name="cycle_closed_once")]


class Statement(models.Model):
    """One seller's account over a cycle."""

    class State(models.TextChoices):
        CLOSED = "closed"
        """Due, if anything is."""
        PAYING = "paying"
        """A payout was made for what is due."""
        CARRIED = "carried"
        """Not paid before the next one was closed, whose opening it is part of."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    number = models.CharField(max_length=24)
    seller_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    cycle = models.ForeignKey("settlement.Cycle", on_delete=models.PROTECT, related_name="+")
    closes_on = models.DateField()
    opening_minor = models.BigIntegerField()
    """What was owed before: the closing of the statement before. Below zero the seller owes."""
    net_minor = models.BigIntegerField()
    """Sum of its lines: what the ledger moved on the seller's account."""
    closing_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "number"], name="statement_number"),
            models.UniqueConstraint(fields=["seller_id", "cycle"], name="statement_one_per_cycle"),
            models.CheckConstraint(
                condition=Q(closing_minor=F("opening_minor") + F("net_minor")), name="statement_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "paying", "carried"]), name="statement_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="paying") | Q(closing_minor__gt=0), name="statement_pays_what_is_due"
            ),
            models.UniqueConstraint(
                fields=["seller_id", "currency"], condition=Q(state="closed"), name="statement_one_open"
            ),
        ]
        indexes = [models.Index(fields=["seller_id", "-id"], name="statement_by_seller")]


class StatementLine(models.Model):
    """One transfer on a seller's account, on the statement of its cycle."""

    transfer_id = models.UUIDField(primary_key=True)
    statement = models.ForeignKey("settlement.Statement", on_delete=models.PROTECT, related_name="lines")
    country = models.CharField(max_length=2)
    code = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField()
    """Positive in the seller's favour."""
    ref_kind = models.CharField(max_length=20)
    ref_id = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["statement", "at", "transfer_id"], name="statement_line_by_time")]
