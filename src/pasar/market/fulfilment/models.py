from django.db import models
from django.db.models import F, Q

PARCEL_STATES = (
    "label_created", "pickup_scheduled", "pickup_failed", "picked_up", "in_transit", "at_hub", "customs",
    "out_for_delivery", "delivery_failed", "delivered", "partially_delivered", "return_started", "return_in_transit",
    "returned", "lost", "damaged", "cancelled", "unknown",
)  # fmt: skip


class RateCard(models.Model):
    """A carrier's tariff from zone to zone, from a day on. The newest card that has begun counts."""

    country = models.CharField(max_length=2)
    carrier_key = models.CharField(max_length=30)
    service_key = models.CharField(max_length=30)
    from_zone = models.CharField(max_length=30)
    to_zone = models.CharField(max_length=30)
    currency = models.CharField(max_length=3)
    base_g = models.PositiveIntegerField()
    base_minor = models.BigIntegerField()
    step_g = models.PositiveIntegerField()
    step_minor = models.BigIntegerField()
    tolerance_g = models.PositiveIntegerField(default=0)
    """Grams above a step that still count as the step below (Indonesia: 1.30 kg is 1 kg)."""
    divisor = models.PositiveIntegerField()
    """cm³ per volumetric kilogram."""
    most_g = models.PositiveIntegerField()
    min_days = models.PositiveSmallIntegerField()
    max_days = models.PositiveSmallIntegerField()
    cod_fee_bps = models.PositiveIntegerField(null=True)
    """What the carrier keeps of cash it collects; null: it collects none here."""
    from_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "carrier_key", "service_key", "from_zone", "to_zone", "from_on"],
                name="rate_card_one_per_day",
            ),
            models.CheckConstraint(
                condition=Q(base_g__gt=0, step_g__gt=0, divisor__gt=0, base_minor__gte=0, step_minor__gte=0),
                name="rate_card_charges_forward",
            ),
            models.CheckConstraint(
                condition=Q(tolerance_g__lt=F("step_g"), min_days__lte=F("max_days")), name="rate_card_sane"
            ),
        ]


class Parcel(models.Model):
    """One tracked box with lines of one order. The booking's intent is on the row itself."""

    class Booking(models.TextChoices):
        TO_BOOK = "to_book"
        BOOKED = "booked"
        REFUSED = "refused"
        OWN = "own"
        """Nobody to ask: the seller typed the carrier's number or delivers himself."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    order_id = models.UUIDField()
    order_number = models.CharField(max_length=24)
    seller_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    carrier_key = models.CharField(max_length=30)
    carrier_name = models.CharField(max_length=60, blank=True)
    """What the seller called a carrier that is none of ours."""
    service_key = models.CharField(max_length=30)
    tracking_number = models.CharField(max_length=60, blank=True)
    sort_code = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    weight_g = models.PositiveIntegerField()
    cod_minor = models.BigIntegerField(default=0)
    """Cash to collect at the door."""
    rounding_minor = models.BigIntegerField(default=0)
    """What whole cash steps added to (or took from) the lines' sum; contained in `cod_minor`."""
    collected_minor = models.BigIntegerField(null=True)
    remitted_minor = models.BigIntegerField(null=True)
    recipient = models.JSONField()
    sender = models.JSONField()
    booking = models.CharField(max_length=8, choices=Booking.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    collect_at = models.DateTimeField(null=True)
    """When to tell the carrier that it may be fetched, or will not come; null: it knows, or does not fetch."""
    created_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    last_scan_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier_key", "tracking_number"],
                condition=~Q(tracking_number="") & ~Q(carrier_key="own_courier"),
                name="parcel_number_once_per_carrier",
            ),
            models.CheckConstraint(condition=Q(state__in=PARCEL_STATES), name="parcel_state_known"),
            models.CheckConstraint(
                condition=Q(cod_minor__gte=0) & (Q(collected_minor__isnull=True) | Q(collected_minor__gte=0)),
                name="parcel_cash_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(booking="to_book") | Q(next_try_at__isnull=False),
                name="parcel_to_book_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="parcel_by_order"),
            models.Index(fields=["tracking_number"], name="parcel_by_tracking_number"),
            models.Index(fields=["next_try_at"], condition=Q(booking="to_book"), name="parcel_to_book"),
            models.Index(
                fields=["collect_at"], condition=Q(collect_at__isnull=False), name="parcel_to_collect"
            ),
            models.Index(fields=["seller_id", "-id"], name="parcel_by_seller"),
        ]


class ParcelLine(models.Model):
    """Which order line is in which parcel: each in one at most."""

    line_id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    parcel = models.ForeignKey("fulfilment.Parcel", on_delete=models.PROTECT, related_name="lines")


class CarrierNotice(models.Model):
    """What a carrier told us, as its bytes were, once per event id. Read by a task."""

    class State(models.TextChoices):
        RECEIVED = "received"
        APPLIED = "applied"
        UNMATCHED = "unmatched"

    carrier_key = models.CharField(max_length=30)
    event_id = models.CharField(max_length=80)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["carrier_key", "event_id"], name="carrier_notice_once"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="received"), name="carrier_notice_to_read")]


class Scan(models.Model):
    """What the carrier said about a parcel, in its own code and in ours. Append-only."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    parcel = models.ForeignKey("fulfilment.Parcel", on_delete=models.PROTECT, related_name="scans")
    carrier_key = models.CharField(max_length=30)
    event_id = models.CharField(max_length=80)
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=20)
    text = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["carrier_key", "event_id"], name="scan_once_per_event"),
            models.CheckConstraint(condition=Q(state__in=PARCEL_STATES), name="scan_state_known"),
        ]
        indexes = [models.Index(fields=["parcel", "at"], name="scan_by_parcel")]


class Remittance(models.Model):
    """Cash a carrier says it handed on, line by line reconciled with what parcels collected."""

    carrier_key = models.CharField(max_length=30)
    country = models.CharField(max_length=2)
    reference = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["carrier_key", "reference"], name="remittance_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, fee_minor__gte=0), name="remittance_amounts"
            ),
        ]


class RemittanceLine(models.Model):
    """One parcel's cash in a remittance; `difference_minor` is for an operator's desk when it is not 0."""

    remittance = models.ForeignKey("fulfilment.Remittance", on_delete=models.PROTECT, related_name="lines")
    country = models.CharField(max_length=2)
    tracking_number = models.CharField(max_length=60)
    parcel_id = models.UUIDField(null=True)
    amount_minor = models.BigIntegerField()
    difference_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["remittance", "tracking_number"], name="remittance_line_once_per_parcel"
            ),
        ]
