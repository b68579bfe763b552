from django.db import models
from django.db.models import F, Q

PAYMENT_STATES = ("to_begin", "awaiting", "paid", "expired", "failed", "unknown")
REFUND_STATES = ("to_send", "sent", "settled", "failed")


class Payment(models.Model):
    """What a customer is asked to pay through a provider: for a purchase, or to top up their wallet.

    The intent of the next call is on the row: `next_try_at` is when a task asks the provider (again).
    """

    class State(models.TextChoices):
        TO_BEGIN = "to_begin"
        AWAITING = "awaiting"
        PAID = "paid"
        EXPIRED = "expired"
        FAILED = "failed"
        UNKNOWN = "unknown"

    class Purpose(models.TextChoices):
        PURCHASE = "purchase"
        TOP_UP = "top_up"

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    customer_id = models.BigIntegerField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    purchase_id = models.UUIDField(null=True)
    method = models.CharField(max_length=30)
    provider = models.CharField(max_length=30)
    reference = models.CharField(max_length=25)
    """Ours, as the provider and the bank's statement give it back."""
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    received_minor = models.BigIntegerField(null=True)
    """What came in; null until something did. Another amount than asked for goes back whole."""
    refunded_minor = models.BigIntegerField(default=0)
    """Asked to be given back so far, under the row's lock."""
    state = models.CharField(max_length=10, choices=State.choices)
    problem = models.CharField(max_length=40, blank=True)
    """Why it failed or needs a look: refused, wrong_amount, wrong_currency, wrong_reference, wrong_mode, late."""
    charge_id = models.CharField(max_length=60, blank=True)
    """The provider's own id."""
    qr = models.CharField(max_length=600, blank=True)
    pay_url = models.CharField(max_length=300, blank=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="payment_reference_once"),
            models.UniqueConstraint(
                fields=["provider", "charge_id"], condition=~Q(charge_id=""), name="payment_charge_once"
            ),
            models.UniqueConstraint(
                fields=["purchase_id"],
                condition=Q(purchase_id__isnull=False),
                name="payment_one_per_purchase",
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(refunded_minor=0)
                | Q(
                    received_minor__isnull=False,
                    refunded_minor__gt=0,
                    refunded_minor__lte=F("received_minor"),
                ),
                name="payment_refunds_within_received",
            ),
            models.CheckConstraint(condition=Q(state__in=PAYMENT_STATES), name="payment_state_known"),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(received_minor=F("amount_minor"), paid_at__isnull=False),
                name="payment_paid_in_full",
            ),
            models.CheckConstraint(
                condition=Q(purpose="purchase", purchase_id__isnull=False)
                | Q(purpose="top_up", purchase_id__isnull=True),
                name="payment_for_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["to_begin", "awaiting", "unknown"]) | Q(next_try_at__isnull=False),
                name="payment_open_has_a_next_try",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="payment_by_next_try"
            ),
            models.Index(fields=["customer_id", "-id"], name="payment_by_customer"),
        ]


class Notice(models.Model):
    """What a provider told us, as its bytes were, once per event id. Read by a task."""

    class State(models.TextChoices):
        RECEIVED = "received"
        APPLIED = "applied"
        UNMATCHED = "unmatched"
        """Signed by the provider, but about nothing of ours."""
        MISMATCH = "mismatch"
        """About a payment of ours, but not as we asked for it: an operator looks at it."""

    provider = models.CharField(max_length=30)
    event_id = models.CharField(max_length=80)
    about = models.CharField(max_length=10)
    """charge, refund, payout or other; with `reference`, what the task asks the provider for."""
    reference = models.CharField(max_length=60)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    problem = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(state__in=["received", "applied", "unmatched", "mismatch"]),
                name="notice_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="received", next_try_at__isnull=False)
                | (~Q(state="received") & Q(next_try_at__isnull=True)),
                name="notice_unread_has_a_next_try",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="received"), name="notice_to_read"),
        ]


class Refund(models.Model):
    """Money of a capture on its way back to whoever paid. Its id is the idempotency key at the provider too."""

    class State(models.TextChoices):
        TO_SEND = "to_send"
        SENT = "sent"
        SETTLED = "settled"
        FAILED = "failed"
        """The provider will not carry it; the money waits in `refunds_in_flight` for an operator."""

    class Destination(models.TextChoices):
        SOURCE = "source"
        WALLET = "wallet"

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="refunds")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    debit_kind = models.CharField(max_length=30)
    debit_owner_id = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices)
    destination = models.CharField(max_length=10, choices=Destination.choices, default=Destination.SOURCE)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_amount_positive"),
            models.CheckConstraint(condition=Q(state__in=REFUND_STATES), name="refund_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["to_send", "sent"]) | Q(next_try_at__isnull=False),
                name="refund_open_has_a_next_try",
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_at__isnull=False)
                | (~Q(state="settled") & Q(settled_at__isnull=True)),
                name="refund_settled_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="refund_by_next_try"
            ),
            models.Index(fields=["payment"], name="refund_by_payment"),
        ]


class StatementLine(models.Model):
    """An entry of a provider's statement, once per its number, and what of ours explains it."""

    class State(models.TextChoices):
        OPEN = "open"
        MATCHED = "matched"
        PROBLEM = "problem"

    provider = models.CharField(max_length=30)
    number = models.BigIntegerField()
    at = models.DateTimeField()
    direction = models.CharField(max_length=6)
    kind = models.CharField(max_length=20)
    """charge, refund or payout, as the bank calls it."""
    reference = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    matched_to = models.CharField(max_length=60, blank=True)
    """`payment:<id>`, `refund:<id>` or `payout:<id>`."""
    problem = models.CharField(max_length=60, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="statement_line_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="statement_line_amount_positive"),
            models.CheckConstraint(
                condition=Q(direction__in=["credit", "debit"]), name="statement_line_direction_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="matched") | ~Q(matched_to=""), name="statement_line_matched_to_something"
            ),
        ]
        indexes = [
            models.Index(
                fields=["provider", "kind", "number"],
                condition=~Q(state="matched"),
                name="statement_line_open",
            ),
        ]
