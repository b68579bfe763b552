from django.db import models
from django.db.models import Q


class Account(models.Model):
    """A seller's bank account. A change ends the row and makes a new one, so that payouts can be explained later."""

    country = models.CharField(max_length=2)
    seller_id = models.BigIntegerField()
    bank_code = models.CharField(max_length=20)
    number = models.CharField(max_length=34)
    holder = models.CharField(max_length=140)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller_id"], condition=Q(ended_at__isnull=True), name="payout_account_one_in_use"
            ),
        ]


class Batch(models.Model):
    """Payouts of one venture that go to the bank together."""

    class State(models.TextChoices):
        TO_SEND = "to_send"
        SENT = "sent"
        DONE = "done"
        """Every payout is settled or came back."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    number = models.CharField(max_length=24)
    provider = models.CharField(max_length=30)
    currency = models.CharField(max_length=3)
    payouts_count = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    created_by = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "batches"
        constraints = [
            models.UniqueConstraint(fields=["country", "number"], name="payout_batch_number"),
            models.CheckConstraint(
                condition=Q(total_minor__gt=0, payouts_count__gt=0), name="payout_batch_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["to_send", "sent", "done"]), name="payout_batch_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="to_send") | Q(next_try_at__isnull=False),
                name="payout_batch_to_send_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(next_try_at__isnull=False),
                name="payout_batch_by_next_try",
            ),
            models.Index(fields=["country", "-id"], name="payout_batch_by_country"),
        ]


class Payout(models.Model):
    """What one statement owes, to the account that the seller had when the batch was made."""

    class State(models.TextChoices):
        TO_SEND = "to_send"
        SENT = "sent"
        SETTLED = "settled"
        RETURNED = "returned"

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    batch = models.ForeignKey("payouts.Batch", on_delete=models.PROTECT, related_name="payouts")
    seller_id = models.BigIntegerField()
    statement_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    bank_code = models.CharField(max_length=20)
    account_number = models.CharField(max_length=34)
    holder = models.CharField(max_length=140)
    state = models.CharField(max_length=10, choices=State.choices)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement_id"], name="payout_once_per_statement"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_amount_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["to_send", "sent", "settled", "returned"]), name="payout_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["to_send", "sent"], ended_at__isnull=True)
                | Q(state__in=["settled", "returned"], ended_at__isnull=False, next_try_at__isnull=True),
                name="payout_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["batch"], name="payout_by_batch"),
            models.Index(fields=["seller_id", "-id"], name="payout_by_seller"),
            models.Index(
                fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="payout_by_next_try"
            ),
        ]
