from django.db import models
from django.db.models import Q


class Run(models.Model):
    """One file on its way in. Its position moves in the transaction of the rows that it counts."""

    country = models.CharField(max_length=2)
    mapping = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of the file and the mapping: another content is another run."""
    rows_total = models.PositiveBigIntegerField()
    rows_done = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    """New, changed, same, repeated, foreign and rejected rows so far, the latter by reason."""
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "mapping", "fingerprint"], name="run_once_per_file"),
            models.CheckConstraint(
                condition=Q(rows_done__lte=models.F("rows_total")), name="run_within_its_file"
            ),
        ]
