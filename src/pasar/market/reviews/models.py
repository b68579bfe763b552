from django.db import models
from django.db.models import Q


class Review(models.Model):
    """What a customer says about one line they received."""

    country = models.CharField(max_length=2)
    line_id = models.UUIDField(unique=True)
    order_id = models.UUIDField()
    listing_id = models.BigIntegerField()
    shop_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    author = models.CharField(max_length=60)
    """How the customer is shown to others, such as `S***i`."""
    options_text = models.CharField(max_length=300, blank=True)
    rating = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=2000, blank=True)
    pictures = models.JSONField(default=list)
    created_at = models.DateTimeField()
    hidden = models.BooleanField(default=False)
    reply = models.CharField(max_length=1000, blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="review_rating_1_to_5"),
        ]
        indexes = [
            models.Index(fields=["listing_id", "-id"], condition=Q(hidden=False), name="review_by_listing"),
            models.Index(
                fields=["listing_id", "rating", "-id"],
                condition=Q(hidden=False),
                name="review_by_listing_and_rating",
            ),
            models.Index(fields=["shop_id", "-id"], condition=Q(hidden=False), name="review_by_shop"),
            models.Index(fields=["customer_id", "-id"], name="review_by_customer"),
        ]
