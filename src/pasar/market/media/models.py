from django.db import models
from django.db.models import Q


class Upload(models.Model):
    """A picture that was accepted. Its files lie under MEDIA_ROOT, by country and the end of its id."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    owner = models.CharField(max_length=60)
    """The actor who sent it."""
    purpose = models.CharField(max_length=20)
    w = models.PositiveIntegerField()
    h = models.PositiveIntegerField()
    sha256 = models.BinaryField()
    """Of what was sent, to see the same picture again."""
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(w__gte=1, h__gte=1), name="upload_has_an_area")]
        indexes = [models.Index(fields=["owner", "-made_at"], name="upload_by_owner")]
