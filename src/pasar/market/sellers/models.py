from django.db import models
from django.db.models import F, Q

CLASSES = ("home", "brand", "cross_border", "retail")
"""Home sellers, brands' own shops, sellers from abroad, the venture's own shelf."""


class Seller(models.Model):
    """A legal party that sells in one venture, from its application on."""

    class State(models.TextChoices):
        APPLIED = "applied"
        APPROVED = "approved"
        REFUSED = "refused"
        SUSPENDED = "suspended"

    class Kind(models.TextChoices):
        PERSON = "person"
        COMPANY = "company"

    country = models.CharField(max_length=2)
    class_key = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    legal_name = models.CharField(max_length=200)
    identity_number = models.CharField(max_length=40)
    """Of the person's identity card or the company's registration, as the country writes it."""
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=16)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was refused or suspended, as the seller reads it."""
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["applied", "approved", "refused", "suspended"]),
                name="seller_state_known",
            ),
            models.CheckConstraint(condition=Q(class_key__in=CLASSES), name="seller_class_known"),
            models.CheckConstraint(condition=Q(kind__in=["person", "company"]), name="seller_kind_known"),
            models.CheckConstraint(
                condition=Q(state="applied") | Q(decided_at__isnull=False), name="seller_decided_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["country", "state", "-id"], name="seller_by_state")]


class Member(models.Model):
    """A person acting for a seller; a person acts for one seller of a venture."""

    class Role(models.TextChoices):
        OWNER = "owner"
        STAFF = "staff"

    country = models.CharField(max_length=2)
    seller = models.ForeignKey("sellers.Seller", on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "person"], name="member_of_one_seller_per_venture"),
        ]


class Shop(models.Model):
    """The public face of a seller. Its counts are kept by operations of whoever makes them true."""

    country = models.CharField(max_length=2)
    seller = models.OneToOneField("sellers.Seller", on_delete=models.PROTECT, related_name="shop")
    slug = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    tagline = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    place = models.CharField(max_length=120, blank=True)
    """The town it sends from, as cards show it."""
    open = models.BooleanField(default=False)
    """Sells now: its seller is approved and it is not on holiday."""
    paused = models.BooleanField(default=False)
    """The seller is on holiday."""
    dispatch_days = models.PositiveSmallIntegerField(default=1)
    rating_sum = models.PositiveBigIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    sold_count = models.PositiveBigIntegerField(default=0)
    logo = models.JSONField(null=True)
    banner = models.JSONField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "slug"], name="shop_slug"),
            models.CheckConstraint(
                condition=Q(rating_sum__gte=F("rating_count")) & Q(rating_sum__lte=5 * F("rating_count")),
                name="shop_ratings_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(dispatch_days__gte=0, dispatch_days__lte=30), name="shop_dispatch_within_a_month"
            ),
            models.CheckConstraint(condition=~Q(open=True, paused=True), name="shop_open_or_paused"),
        ]


class Warehouse(models.Model):
    """Where a seller's parcels leave from; one a seller for now."""

    country = models.CharField(max_length=2)
    seller = models.OneToOneField("sellers.Seller", on_delete=models.CASCADE, related_name="warehouse")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=16)
    area_code = models.CharField(max_length=60)
    area_text = models.CharField(max_length=300)
    postcode = models.CharField(max_length=6, blank=True)
    line1 = models.CharField(max_length=200)
    line2 = models.CharField(max_length=200, blank=True)
    landmark = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=30)


class FeeRule(models.Model):
    """What the market keeps of a sale, from a day on, for a class of sellers and a branch of categories.

    Empty class or category: all. Of the approved rules in force the most exact one counts: class before category,
    the longer path before the shorter, the later day before the earlier.
    """

    country = models.CharField(max_length=2)
    class_key = models.CharField(max_length=20, blank=True)
    category_path = models.CharField(max_length=300, blank=True)
    commission_bps = models.PositiveIntegerField()
    payment_fee_bps = models.PositiveIntegerField()
    from_on = models.DateField()
    source = models.CharField(max_length=200)
    maker = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    approver = models.CharField(max_length=60, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "class_key", "category_path", "from_on"], name="fee_rule_one_per_day"
            ),
            models.CheckConstraint(
                condition=Q(commission_bps__lte=5_000, payment_fee_bps__lte=1_000),
                name="fee_rule_within_reason",
            ),
            models.CheckConstraint(condition=~Q(approver=F("maker")), name="fee_rule_four_eyes"),
            models.CheckConstraint(
                condition=Q(approver="", approved_at__isnull=True)
                | (~Q(approver="") & Q(approved_at__isnull=False)),
                name="fee_rule_approved_by_somebody",
            ),
        ]
