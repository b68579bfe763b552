from django.db import models


class Pending(models.Model):
    """A listing whose document is older than its row: noted with the change, gone once indexed."""

    country = models.CharField(max_length=2)
    listing_id = models.BigIntegerField()
    noted = models.UUIDField()
    """Changes with every note, so that a note made while the listing is being indexed is not lost."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "listing_id"], name="pending_once_per_listing"),
        ]


class Build(models.Model):
    """The venture's live index: which build is served, since when, how it stands."""

    country = models.CharField(primary_key=True, max_length=2)
    build = models.CharField(max_length=40)
    documents = models.PositiveIntegerField(default=0)
    built_at = models.DateTimeField()
    committed_at = models.DateTimeField()
