from django.db import models
from django.db.models import F, Q


class Campaign(models.Model):
    """A window of time in which enrolled SKUs have a campaign price."""

    country = models.CharField(max_length=2)
    slug = models.CharField(max_length=40)
    names = models.JSONField()
    """By language; the country's main one is always there."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    enrol_by = models.DateTimeField()
    min_cut_bps = models.PositiveIntegerField()
    look_back_days = models.PositiveSmallIntegerField()
    min_days_priced = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    stopped_at = models.DateTimeField(null=True)
    """An operator took it down before its time."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "slug"], name="campaign_slug_once_per_venture"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="campaign_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(min_cut_bps__gte=1, min_cut_bps__lte=9_000), name="campaign_cut_in_range"
            ),
        ]
        indexes = [models.Index(fields=["country", "ends_at"], name="campaign_by_end")]


class Enrolment(models.Model):
    """A SKU at a campaign price. The window is the campaign's, kept here so that prices are read from one table."""

    class State(models.TextChoices):
        IN = "in"
        WITHDRAWN = "withdrawn"
        REFUSED = "refused"

    country = models.CharField(max_length=2)
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="enrolments", db_index=False
    )
    sku_id = models.BigIntegerField()
    listing_id = models.BigIntegerField()
    shop_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    price_minor = models.BigIntegerField()
    was_minor = models.BigIntegerField()
    """The lowest price of the days before it was enrolled."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN)
    reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "sku_id"], name="enrolment_once_per_campaign_and_sku"
            ),
            models.CheckConstraint(
                condition=Q(price_minor__gt=0, was_minor__gt=F("price_minor")), name="enrolment_is_a_cut"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["in", "withdrawn", "refused"]), name="enrolment_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["sku_id", "ends_at"], condition=Q(state="in"), name="enrolment_by_sku"),
            models.Index(
                fields=["listing_id", "ends_at"], condition=Q(state="in"), name="enrolment_by_listing"
            ),
            models.Index(fields=["seller_id", "-id"], name="enrolment_by_seller"),
        ]


class Slot(models.Model):
    """The hours of one flash sale of a venture. Slots of a venture do not overlap (checked under a lock)."""

    country = models.CharField(max_length=2)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    nominate_by = models.DateTimeField()
    min_cut_bps = models.PositiveIntegerField()
    look_back_days = models.PositiveSmallIntegerField()
    min_days_priced = models.PositiveSmallIntegerField()
    announced_at = models.DateTimeField(null=True)
    """When those who asked to be reminded were told."""
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "starts_at"], name="slot_once_per_venture_and_hour"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(min_cut_bps__gte=1, min_cut_bps__lte=9_000), name="slot_cut_in_range"
            ),
        ]
        indexes = [models.Index(fields=["country", "ends_at"], name="slot_by_end")]


class Item(models.Model):
    """Units of a SKU nominated for a slot, and once it opens the quota they are. Its hours are the slot's."""

    class State(models.TextChoices):
        NOMINATED = "nominated"
        APPROVED = "approved"
        OPEN = "open"
        CLOSED = "closed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    country = models.CharField(max_length=2)
    slot = models.ForeignKey("campaigns.Slot", on_delete=models.PROTECT, related_name="items", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sku_id = models.BigIntegerField()
    listing_id = models.BigIntegerField()
    shop_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    warehouse_id = models.BigIntegerField()
    """Where the units come from, and go back to."""
    price_minor = models.BigIntegerField()
    was_minor = models.BigIntegerField()
    units = models.PositiveIntegerField()
    """As nominated; the quota can be less when the shelf had less at the hour."""
    per_customer = models.PositiveIntegerField()
    quota = models.PositiveIntegerField(default=0)
    sold = models.PositiveIntegerField(default=0)
    offered = models.PositiveIntegerField(default=0)
    """Kept for those in the line whose turn it is."""
    position = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NOMINATED)
    reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "sku_id"], name="item_once_per_slot_and_sku"),
            models.CheckConstraint(
                condition=Q(sold__gte=0, offered__gte=0, sold__lte=F("quota") - F("offered")),
                name="item_sold_within_quota",
            ),
            models.CheckConstraint(
                condition=Q(price_minor__gt=0, was_minor__gt=F("price_minor")), name="item_is_a_cut"
            ),
            models.CheckConstraint(
                condition=Q(per_customer__gte=1, per_customer__lte=F("units")), name="item_limit_within_units"
            ),
            models.CheckConstraint(condition=Q(quota__lte=F("units")), name="item_quota_within_nominated"),
            models.CheckConstraint(
                condition=Q(state__in=["nominated", "approved", "open", "closed", "refused", "withdrawn"]),
                name="item_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["sku_id"], condition=Q(state="open"), name="item_open_by_sku"),
            models.Index(fields=["listing_id"], condition=Q(state="open"), name="item_open_by_listing"),
            models.Index(fields=["starts_at"], condition=Q(state="approved"), name="item_approved_by_start"),
            models.Index(fields=["ends_at"], condition=Q(state="open"), name="item_open_by_end"),
            models.Index(fields=["seller_id", "-id"], name="item_by_seller"),
            models.Index(fields=["country", "id"], condition=Q(state="nominated"), name="item_to_decide"),
        ]


class Use(models.Model):
    """What one customer has of an item: taken and not given back."""

    country = models.CharField(max_length=2)
    item_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    units = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    """What the item allowed one customer when they first took."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item_id", "customer_id"], name="use_once_per_item_and_customer"),
            models.CheckConstraint(condition=Q(units__gte=0, units__lte=F("most")), name="use_within_limit"),
        ]


class Taking(models.Model):
    """Units of a quota that an order line has. Its id is the line's; a line has them once and gives back once."""

    line_id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    item_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    units = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(units__gte=1), name="taking_of_a_unit_or_more"),
        ]
        indexes = [models.Index(fields=["item_id"], name="taking_by_item")]


class Reminder(models.Model):
    """A customer who wants to be told when a slot opens."""

    country = models.CharField(max_length=2)
    slot_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    listing_id = models.BigIntegerField(null=True)
    """For what, if for one thing; the message names it."""
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot_id", "customer_id"], name="reminder_once_per_slot_and_customer"
            ),
        ]


class Place(models.Model):
    """A customer's place in the line for an item. The id counts up in the order in which the server heard them."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CALLED = "called"
        SERVED = "served"
        GONE = "gone"

    country = models.CharField(max_length=2)
    item_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    device = models.CharField(max_length=64)
    """A digest of the browser's own mark: several customers on one device share a limit."""
    units = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    joined_at = models.DateTimeField()
    called_until = models.DateTimeField(null=True)
    """Until when their units are kept for them."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_id", "customer_id"], name="place_once_per_item_and_customer"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "called", "served", "gone"]), name="place_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="called") | Q(called_until__isnull=False), name="place_called_until_a_time"
            ),
            models.CheckConstraint(condition=Q(units__gte=1), name="place_for_a_unit_or_more"),
        ]
        indexes = [
            models.Index(
                fields=["item_id", "id"], condition=Q(state="waiting"), name="place_waiting_in_order"
            ),
            models.Index(fields=["called_until"], condition=Q(state="called"), name="place_called_by_end"),
            models.Index(fields=["item_id", "device"], name="place_by_device"),
        ]
