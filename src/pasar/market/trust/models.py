from django.db import models
from django.db.models import Q

REASONS = ("forbidden", "counterfeit", "misleading", "offensive", "other")


class Word(models.Model):
    """A word or phrase that a listing of this country may not carry, or that somebody should look at."""

    class Severity(models.TextChoices):
        REFUSE = "refuse"
        REVIEW = "review"

    country = models.CharField(max_length=2)
    text = models.CharField(max_length=100)
    """Lower case."""
    reason = models.CharField(max_length=200)
    """What the law or rule behind it forbids, in English for the operator."""
    severity = models.CharField(max_length=10, choices=Severity.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "text"], name="word_once_per_country"),
            models.CheckConstraint(
                condition=Q(severity__in=["refuse", "review"]), name="word_severity_known"
            ),
        ]


class Report(models.Model):
    """A visitor's word that a listing should not be there."""

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        DISMISSED = "dismissed"

    country = models.CharField(max_length=2)
    listing_id = models.BigIntegerField()
    reason = models.CharField(max_length=20)
    text = models.CharField(max_length=1000, blank=True)
    reporter = models.CharField(max_length=60)
    """An actor, or `guest:<hash>`: enough to see the same visitor again, not who it was."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "listing_id", "reporter"], name="report_once_per_visitor"
            ),
            models.CheckConstraint(condition=Q(reason__in=REASONS), name="report_reason_known"),
            models.CheckConstraint(
                condition=Q(state="open", decided_by="", decided_at__isnull=True)
                | (~Q(state="open") & ~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="report_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["country", "state", "-id"], name="report_by_state")]
