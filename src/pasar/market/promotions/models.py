from django.db import models
from django.db.models import F, Q

from pasar.market.promotions.shapes import CLASSES

SCOPES = ("platform", "shop")
GIVES_BACK = ("always", "full", "never")


class Promotion(models.Model):
    """A promotion with its counters. What it says stands in its versions; what is asked of many at once, here too."""

    country = models.CharField(max_length=2)
    scope = models.CharField(max_length=8)
    shop_id = models.BigIntegerField(null=True)
    seller_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=30)
    class_key = models.CharField(max_length=30)
    code = models.CharField(max_length=30, null=True)  # noqa: DJ001 - absent is not empty: codes are unique
    """Upper case."""
    listed = models.BooleanField(default=True)
    """Shown in the voucher centre, on shop and product pages; others are known by their code only."""
    version = models.PositiveIntegerField(default=1)
    """The one in force."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    quota = models.PositiveIntegerField(null=True)
    used = models.PositiveIntegerField(default=0)
    budget_minor = models.BigIntegerField(null=True)
    spent_minor = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="promotion_scope_known"),
            models.CheckConstraint(condition=Q(class_key__in=CLASSES), name="promotion_class_known"),
            models.CheckConstraint(
                condition=Q(scope="platform", shop_id__isnull=True, seller_id__isnull=True)
                | Q(scope="shop", shop_id__isnull=False, seller_id__isnull=False),
                name="promotion_of_a_shop_or_of_the_platform",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="promotion_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(quota__isnull=True) | Q(used__lte=F("quota")), name="promotion_used_within_quota"
            ),
            models.CheckConstraint(
                condition=Q(spent_minor__gte=0)
                & (Q(budget_minor__isnull=True) | Q(spent_minor__lte=F("budget_minor"))),
                name="promotion_spent_within_budget",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="promotion_has_a_version"),
            # For good, also after the end: whoever still has the old leaflet must not get another offer by its code.
            models.UniqueConstraint(
                fields=["country", "code"], condition=Q(code__isnull=False), name="promotion_one_per_code"
            ),
        ]
        indexes = [
            models.Index(fields=["shop_id", "ends_at", "id"], name="promotion_by_shop"),
            models.Index(
                fields=["country", "ends_at", "id"],
                condition=Q(scope="platform"),
                name="promotion_of_platform",
            ),
            models.Index(
                fields=["country", "ends_at", "id"],
                condition=Q(scope="shop", listed=True) & ~Q(class_key="automatic"),
                name="promotion_of_shops",
            ),
            models.Index(fields=["seller_id", "-id"], name="promotion_by_seller"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Version(models.Model):
    """What a promotion said from a moment on. Append-only: an edit is the next version."""

    promotion = models.ForeignKey(
        "promotions.Promotion", models.PROTECT, related_name="versions", db_index=False
    )
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    terms = models.JSONField()
    """As its kind validated them."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seller_share_bps = models.PositiveIntegerField()
    quota = models.PositiveIntegerField(null=True)
    per_customer = models.PositiveIntegerField(null=True)
    budget_minor = models.BigIntegerField(null=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promotion", "version"], name="promotion_version_once"),
            models.CheckConstraint(condition=Q(seller_share_bps__lte=10_000), name="promotion_version_share"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="promotion_version_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(per_customer__isnull=True) | Q(per_customer__gte=1),
                name="promotion_version_for_somebody",
            ),
        ]


class Shopper(models.Model):
    """The person that a customer is, as uses are counted: a key that does not tell their e-mail."""

    customer_id = models.BigIntegerField(primary_key=True)
    country = models.CharField(max_length=2)
    person_key = models.CharField(max_length=40)
    purchases = models.PositiveIntegerField(default=0)
    """Placed, less those that were never paid: who has none is a new customer."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["country", "person_key"], name="shopper_by_person")]


class Voucher(models.Model):
    """A customer's right to use a promotion: collected, or got by typing its code."""

    promotion = models.ForeignKey("promotions.Promotion", models.PROTECT, related_name="+", db_index=False)
    customer_id = models.BigIntegerField()
    country = models.CharField(max_length=2)
    collected_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "promotion"], name="voucher_collected_once"),
        ]


class Use(models.Model):
    """A promotion used by a purchase. It counts until it is given back, which happens once at most."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    promotion = models.ForeignKey(
        # Without a constraint: each purchase's check would lock the hot row of the same promotion a second time.
        "promotions.Promotion", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # fmt: skip
    version = models.PositiveIntegerField()
    purchase_id = models.UUIDField()
    customer_id = models.BigIntegerField()
    person_key = models.CharField(max_length=40)
    n = models.PositiveIntegerField()
    """The person's first use of this promotion, second …"""
    most = models.PositiveIntegerField(null=True)
    """How often a person could use it then."""
    amount_minor = models.BigIntegerField()
    platform_minor = models.BigIntegerField()
    """Of it, what the platform bears."""
    gives_back = models.CharField(max_length=6)
    """The country's rule when it was used."""
    taken_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_key", "promotion", "n"], condition=Q(given_back_at__isnull=True),
                name="use_one_per_person_and_count",
            ),
            models.UniqueConstraint(fields=["purchase_id", "promotion"], name="use_once_per_purchase"),
            models.CheckConstraint(
                condition=Q(n__gte=1) & (Q(most__isnull=True) | Q(n__lte=F("most"))), name="promotion_use_within_limit"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, platform_minor__gte=0, platform_minor__lte=F("amount_minor")),
                name="use_amounts",
            ),
            models.CheckConstraint(condition=Q(gives_back__in=GIVES_BACK), name="use_gives_back_known"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["promotion", "-taken_at"], name="use_by_promotion"),
            models.Index(fields=["customer_id", "promotion"], name="use_by_customer"),
        ]


class UseOrder(models.Model):
    """An order that a use took something off."""

    use = models.ForeignKey("promotions.Use", models.PROTECT, related_name="+", db_constraint=False)
    order_id = models.UUIDField()
    gone_at = models.DateTimeField(null=True)
    """When the order was cancelled whole."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_id", "use"], name="use_order_once"),
        ]


class StackingRule(models.Model):
    """Which vouchers go together in a country, from a day on. Proposed by one, approved by another, never changed."""

    country = models.CharField(max_length=2)
    pattern = models.CharField(max_length=30)
    terms = models.JSONField()
    from_on = models.DateField()
    source = models.CharField(max_length=300)
    maker = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    approver = models.CharField(max_length=60, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "from_on"], name="stacking_rule_one_per_day"),
            models.CheckConstraint(condition=~Q(approver=F("maker")), name="stacking_rule_four_eyes"),
            models.CheckConstraint(
                condition=Q(approver="", approved_at__isnull=True)
                | (~Q(approver="") & Q(approved_at__isnull=False)),
                name="stacking_rule_approved_by_somebody",
            ),
        ]


class CoinLot(models.Model):
    """Coins that came together and end together. What is left of a customer's lots is what they can spend."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    customer_id = models.BigIntegerField()
    earned_minor = models.BigIntegerField()
    left_minor = models.BigIntegerField()
    source = models.CharField(max_length=60)
    """What they came for, such as `order:<id>`: once each."""
    earned_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(earned_minor__gt=0, left_minor__gte=0, left_minor__lte=F("earned_minor")),
                name="coin_lot_left_of_what_was_earned",
            ),
            models.UniqueConstraint(fields=["customer_id", "source"], name="coin_lot_once_per_source"),
        ]
        indexes = [
            models.Index(
                fields=["customer_id", "ends_at", "id"],
                condition=Q(left_minor__gt=0),
                name="coin_lot_to_spend",
            ),
            models.Index(fields=["ends_at"], condition=Q(left_minor__gt=0), name="coin_lot_by_end"),
        ]


class CoinUse(models.Model):
    """Coins of one lot that a line took. They come back here once at most, if it is never paid."""

    line_id = models.UUIDField()
    order_id = models.UUIDField()
    purchase_id = models.UUIDField()
    lot = models.ForeignKey("promotions.CoinLot", models.PROTECT, related_name="+", db_index=False)
    amount_minor = models.BigIntegerField()
    taken_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line_id", "lot"], name="coin_use_once_per_line_and_lot"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="coin_use_of_something"),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="coin_use_by_order"),
            models.Index(fields=["purchase_id"], name="coin_use_by_purchase"),
        ]


class CoinEarning(models.Model):
    """Coins that come for a line when its order is completed."""

    class State(models.TextChoices):
        WAITING = "waiting"
        EARNED = "earned"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    promotion_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    customer_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    order_id = models.UUIDField()
    line_id = models.UUIDField()
    amount_minor = models.BigIntegerField()
    seller_minor = models.BigIntegerField()
    """Of it, what the seller bears."""
    kept_minor = models.BigIntegerField(null=True)
    """What of it the customer has a right to once it is earned: less with each refund. None: nobody looked yet."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line_id", "promotion_id"], name="coin_earning_once_per_line"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, seller_minor__gte=0, seller_minor__lte=F("amount_minor")),
                name="coin_earning_amounts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "earned", "dropped"]), name="coin_earning_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kept_minor__isnull=True)
                | Q(kept_minor__gte=0, kept_minor__lte=F("amount_minor")),
                name="coin_earning_kept_of_it",
            ),
        ]
        indexes = [models.Index(fields=["order_id"], name="coin_earning_by_order")]


class CoinTakenBack(models.Model):
    """Coins of one lot that a refund took back, because the goods that brought coins were given back. Never changed."""

    lot = models.ForeignKey("promotions.CoinLot", models.PROTECT, related_name="+")
    order_id = models.UUIDField()
    """Which had brought coins: not always those of this lot."""
    source = models.CharField(max_length=60)
    """What took them, such as `refund:<id>`."""
    amount_minor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "lot"], name="coin_taken_back_once_per_source"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="coin_taken_back_something"),
        ]
