from django.db import models
from django.db.models import Q


class Clock(models.Model):
    """One row: how far a sandbox's clock runs ahead of the machine's."""

    offset_s = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="clock_one_row"),
            models.CheckConstraint(condition=Q(offset_s__gte=0), name="clock_never_behind"),
        ]


class Event(models.Model):
    """Something that happened, written by the operation that made it happen. Append-only.

    `xid` is the writing transaction; a consumer's position is (xid, id), because ids of different transactions
    do not commit in their own order.
    """

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    payload = models.JSONField()
    at = models.DateTimeField()
    # xid8 has no Django field; the migration makes the column with its default pg_current_xact_id().

    class Meta:
        db_table = "kernel_event"


class Consumer(models.Model):
    """How far a consumer has read, kept in the transaction of its effect."""

    name = models.CharField(primary_key=True, max_length=60)
    xid = models.BigIntegerField(default=0)
    event_id = models.UUIDField(null=True)
    parked = models.JSONField(default=list)
    """Ids of events set aside after repeated failure, for an operator to look at: one must not stop the rest."""


class RateWindow(models.Model):
    """Hits of one key within one window: shared by all processes, where a count in memory would multiply."""

    key = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    hits = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "opened_at"], name="rate_window_one_per_key")]
        indexes = [models.Index(fields=["opened_at"], name="rate_window_by_age")]


class AuditEntry(models.Model):
    """What a member of staff did, to what, and why. Append-only, chained by hash so that a gap shows."""

    country = models.CharField(max_length=2)
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    prev_hash = models.BinaryField(null=True)
    hash = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["target"], name="audit_by_target")]
        verbose_name_plural = "audit entries"
