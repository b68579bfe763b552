from django.db import models


class Attempt(models.Model):
    """A customer's key that has placed a purchase, and the answer given. A repeat of the key gets it again."""

    country = models.CharField(max_length=2)
    customer_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    body_hash = models.BinaryField()
    """SHA-256 of the request's content: the key with other content is refused."""
    purchase_id = models.UUIDField()
    outcome = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "key"], name="attempt_once_per_key"),
            models.UniqueConstraint(fields=["purchase_id"], name="attempt_one_key_per_purchase"),
        ]
        indexes = [models.Index(fields=["at"], name="attempt_by_age")]
