from django.db import models
from django.db.models import F, Q


class Category(models.Model):
    """A node of the tree that every venture shares; loaded from `data`, never edited in place."""

    path = models.CharField(max_length=120, unique=True)
    """Slugs from the top, joined by "/"."""
    slug = models.CharField(max_length=60)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    depth = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    names = models.JSONField()
    """By language."""
    picture = models.CharField(max_length=60)
    """The object that stands for it."""
    attributes = models.JSONField(default=list)
    variant_axes = models.JSONField(default=list)
    is_leaf = models.BooleanField()
    retired = models.BooleanField(default=False)
    """No longer in the tree; kept because listings point at it."""

    class Meta:
        verbose_name_plural = "categories"
        indexes = [models.Index(fields=["parent", "position"], name="category_by_parent")]

    def __str__(self) -> str:
        return self.path


# Foreign keys carry no index of their own where a unique key begins with them: every row of an import pays for each.


class Product(models.Model):
    """What is sold. Its words are its listings': sellers describe the same thing each in their own."""

    country = models.CharField(max_length=2)
    category = models.ForeignKey(
        "catalogue.Category",
        to_field="path",
        db_column="category_path",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    brand = models.CharField(max_length=100, blank=True)
    attributes = models.JSONField(default=dict)
    """By the category's attribute key: a choice's key, a number or a text."""
    axes = models.JSONField(default=list)
    """In what its variants differ, in the order shown: keys of the common axes, or a seller's own words."""


class Variant(models.Model):
    """One buyable form of a product."""

    country = models.CharField(max_length=2)
    product = models.ForeignKey(
        "catalogue.Product", on_delete=models.CASCADE, related_name="variants", db_index=False
    )
    options = models.JSONField(default=dict)
    """Value by axis: a text, or texts by language. Empty for a product with one form."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "options"], name="variant_once_per_product"),
        ]


class Listing(models.Model):
    """A shop's public page of a product."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"
        TAKEN_DOWN = "taken_down"

    country = models.CharField(max_length=2)
    # Bare ids: shops and sellers may come to live in another database than what they list.
    shop_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="listings")
    slug = models.CharField(max_length=80)
    titles = models.JSONField()
    """By language; the country's main one is always there."""
    descriptions = models.JSONField(default=dict)
    """By language, as clean HTML."""
    pictures = models.JSONField(default=list)
    """The first is the cover."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    state_reason = models.CharField(max_length=300, blank=True)
    """What the market told the seller when it took the listing down."""
    badge = models.CharField(max_length=20, blank=True)
    price_minor = models.BigIntegerField(null=True)
    """The lowest price in force of its SKUs, kept here for lists; null: nothing of it has a price."""
    list_minor = models.BigIntegerField(null=True)
    """The price before, of that SKU."""
    price_turns_at = models.DateTimeField(null=True)
    """The next moment at which an offer begins or ends, when the two above are worked out again."""
    rating_sum = models.PositiveBigIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    sold_count = models.PositiveIntegerField(default=0)
    popularity = models.PositiveSmallIntegerField(default=50)
    """0 to 100, from what visitors do; 50 until something is known."""
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop_id", "product"], name="listing_once_per_shop_and_product"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "withdrawn", "taken_down"]),
                name="listing_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="listing_published_once"
            ),
            models.CheckConstraint(
                condition=Q(price_minor__isnull=True) | Q(price_minor__gt=0), name="listing_price_positive"
            ),
            models.CheckConstraint(
                condition=Q(list_minor__isnull=True) | Q(list_minor__gt=F("price_minor")),
                name="listing_was_dearer",
            ),
            models.CheckConstraint(
                condition=Q(rating_sum__gte=F("rating_count"), rating_sum__lte=5 * F("rating_count")),
                name="listing_rating_within_stars",
            ),
            models.CheckConstraint(condition=Q(popularity__lte=100), name="listing_popularity_in_range"),
        ]
        indexes = [
            models.Index(fields=["seller_id", "-id"], name="listing_by_seller"),
            models.Index(
                fields=["country", "id"], condition=Q(state="published"), name="listing_published_by_country"
            ),
            models.Index(
                fields=["shop_id", "-id"], condition=Q(state="published"), name="listing_published_by_shop"
            ),
            models.Index(
                fields=["price_turns_at"],
                condition=Q(price_turns_at__isnull=False),
                name="listing_by_price_turn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.slug}"


class Sku(models.Model):
    """The seller's own unit of a variant: what is put into a basket, counted on a shelf, packed."""

    country = models.CharField(max_length=2)
    listing = models.ForeignKey(
        "catalogue.Listing", on_delete=models.PROTECT, related_name="skus", db_index=False
    )
    variant = models.ForeignKey(
        "catalogue.Variant", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    shop_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    seller_sku = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)
    picture = models.JSONField(null=True)
    """When it looks different from the cover."""
    weight_g = models.PositiveIntegerField()
    length_cm = models.PositiveSmallIntegerField()
    width_cm = models.PositiveSmallIntegerField()
    height_cm = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)
    """False: the seller no longer offers this variant."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop_id", "seller_sku"], name="sku_once_per_shop"),
            # Looked at when all is written: two SKUs may swap their variants.
            models.UniqueConstraint(
                fields=["listing", "variant"],
                name="sku_once_per_listing_and_variant",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(weight_g__gte=1, length_cm__gte=1, width_cm__gte=1, height_cm__gte=1),
                name="sku_has_weight_and_size",
            ),
        ]


class Offer(models.Model):
    """A price of a SKU, tax included, from a moment on. Of several in force the one that began last counts."""

    country = models.CharField(max_length=2)
    sku = models.ForeignKey("catalogue.Sku", on_delete=models.CASCADE, related_name="offers", db_index=False)
    price_minor = models.BigIntegerField()
    list_minor = models.BigIntegerField(null=True)
    """The price before, shown struck through."""
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    """Null: until another begins."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "from_at"], name="offer_once_per_sku_and_beginning"),
            models.UniqueConstraint(
                fields=["sku"], condition=Q(until_at__isnull=True), name="offer_one_open_end_per_sku"
            ),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="offer_price_positive"),
            models.CheckConstraint(
                condition=Q(list_minor__isnull=True) | Q(list_minor__gt=F("price_minor")),
                name="offer_was_dearer",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gt=F("from_at")),
                name="offer_ends_after_it_begins",
            ),
        ]
