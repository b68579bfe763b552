from django.db import models
from django.db.models import Q


class Refund(models.Model):
    """Money an operator gave back after delivery, in whole or in part; the payment's refund has the same id."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    order_id = models.UUIDField()
    customer_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    """The lines' parts plus shipping, whoever had paid them: the customer in money and coins, the venture."""
    shipping_minor = models.BigIntegerField(default=0)
    returned_minor = models.BigIntegerField()
    """What of it the customer gets in money, with what whole cash steps had added or taken."""
    funder = models.CharField(max_length=8)
    """Who bears it: `seller`, or the `venture` as goodwill."""
    destination = models.CharField(max_length=10)
    """`wallet`, or the `source` it was paid from."""
    actor = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, shipping_minor__gte=0, returned_minor__gte=0),
                name="aftersales_refund_amounts",
            ),
            models.CheckConstraint(
                condition=Q(funder__in=["seller", "venture"], destination__in=["wallet", "source"]),
                name="aftersales_refund_words_known",
            ),
        ]
        indexes = [models.Index(fields=["order_id"], name="aftersales_refund_by_order")]


class RefundLine(models.Model):
    """How much of a refund is for which line."""

    refund = models.ForeignKey("aftersales.Refund", on_delete=models.PROTECT, related_name="lines")
    country = models.CharField(max_length=2)
    line_id = models.UUIDField()
    units = models.PositiveSmallIntegerField(default=0)
    """Whole units given back; 0 for a part of the price (goodwill, a fault the customer keeps)."""
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="aftersales_refund_line_amount"),
            models.UniqueConstraint(fields=["refund", "line_id"], name="aftersales_refund_line_once"),
        ]
        indexes = [models.Index(fields=["line_id"], name="aftersales_refund_by_line")]
