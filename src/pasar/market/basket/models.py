from django.db import models
from django.db.models import Q

from pasar.market.basket.rules import MOST_UNITS


class Line(models.Model):
    """One SKU somebody wants. Owned by a customer or by the guest who has the token."""

    country = models.CharField(max_length=2)
    customer_id = models.BigIntegerField(null=True)
    guest_hash = models.BinaryField(null=True)
    """SHA-256 of the guest's token; the token itself is only in the guest's browser."""
    sku_id = models.BigIntegerField()
    shop_id = models.BigIntegerField()
    units = models.PositiveSmallIntegerField()
    selected = models.BooleanField(default=True)
    seen_price_minor = models.BigIntegerField()
    added_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    """Since when it is saved for later; null while it is in the basket. What is saved is never bought."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer_id__isnull=False, guest_hash__isnull=True)
                | Q(customer_id__isnull=True, guest_hash__isnull=False),
                name="basket_line_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(units__gte=1, units__lte=MOST_UNITS), name="basket_line_units_in_range"
            ),
            models.UniqueConstraint(
                fields=["customer_id", "sku_id"],
                condition=Q(customer_id__isnull=False),
                name="basket_line_once_per_customer",
            ),
            models.UniqueConstraint(
                fields=["guest_hash", "country", "sku_id"],
                condition=Q(guest_hash__isnull=False),
                name="basket_line_once_per_guest",
            ),
        ]
        indexes = [
            # Guests' lines that nobody came back for are removed by age.
            models.Index(
                fields=["added_at"], condition=Q(guest_hash__isnull=False), name="basket_guest_by_age"
            ),
        ]
