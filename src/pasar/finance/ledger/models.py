from django.db import models
from django.db.models import F, Q

from pasar.finance.ledger.chart import KINDS

KIND_CHOICES = [(kind.key, kind.name) for kind in KINDS.values()]
TRANSFER_KINDS = ("posted", "pending", "post", "void")


class Account(models.Model):
    """A kind of the chart in one venture and currency, and whose it is. Opened at first use, never closed."""

    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=30)
    owner_id = models.BigIntegerField(default=0)
    """The customer, the seller, the number of a carrier or provider (`rules.party`); 0: the venture's own."""
    side = models.CharField(max_length=6)
    kept = models.BooleanField()
    guarded = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "currency", "kind", "owner_id"], name="account_one_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(side__in=["debit", "credit"]), name="account_side_known"),
            models.CheckConstraint(
                condition=Q(guarded=False) | Q(kept=True), name="account_guarded_only_if_kept"
            ),
        ]
        indexes = [models.Index(fields=["kind", "owner_id"], name="account_by_owner")]

    def __str__(self) -> str:
        return f"{self.country.upper()} {self.kind}" + (f" {self.owner_id}" if self.owner_id else "")


class Transfer(models.Model):
    """One debit, one credit, one amount. Append-only.

    `xid`, the writing transaction, is a column of the migration: the roll-up's position is told in it, because ids and
    times do not come in the order of commits.
    """

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    # No constraint in the database: every order's transfers would lock the row of the same escrow account to check
    # it. Accounts are never deleted, a missing one is refused as NULL, and `verify` holds the two together.
    debit_account = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    credit_account = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    amount_minor = models.BigIntegerField()
    code = models.CharField(max_length=40)
    """Why, such as `sale`."""
    ref_kind = models.CharField(max_length=20)
    ref_id = models.CharField(max_length=40)
    """What it is about, such as an order's id."""
    kind = models.CharField(max_length=7)
    pending_id = models.UUIDField(null=True)
    """The pending transfer that a post or void ends."""
    expires_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="transfer_moves_something"),
            models.CheckConstraint(
                condition=~Q(debit_account=F("credit_account")), name="transfer_between_two_accounts"
            ),
            models.CheckConstraint(condition=Q(kind__in=TRANSFER_KINDS), name="transfer_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["post", "void"], pending_id__isnull=False)
                | Q(kind__in=["posted", "pending"], pending_id__isnull=True),
                name="transfer_ends_a_pending_one_or_none",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(kind="pending"), name="transfer_only_pending_expires"
            ),
            models.UniqueConstraint(
                fields=["pending_id"], condition=Q(pending_id__isnull=False), name="transfer_ends_once"
            ),
        ]
        indexes = [
            models.Index(fields=["debit_account", "at", "id"], name="transfer_by_debit"),
            models.Index(fields=["credit_account", "at", "id"], name="transfer_by_credit"),
            models.Index(fields=["ref_id"], name="transfer_by_reference"),
            models.Index(
                fields=["expires_at"],
                condition=Q(kind="pending", expires_at__isnull=False),
                name="transfer_by_expiry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {str(self.id)[:8]}"


class Balance(models.Model):
    """The balance of a kept account: the sum of its transfers, moved with each of them."""

    account = models.OneToOneField(
        "ledger.Account", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    guard = models.CharField(max_length=6, blank=True)
    """The side that may not be overdrawn; empty: may be."""
    posted_debits = models.BigIntegerField()
    posted_credits = models.BigIntegerField()
    pending_debits = models.BigIntegerField()
    pending_credits = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guard="")
                | Q(guard="credit", posted_credits__gte=F("posted_debits") + F("pending_debits"))
                | Q(guard="debit", posted_debits__gte=F("posted_credits") + F("pending_credits")),
                name="balance_guarded",
            ),
            models.CheckConstraint(
                condition=Q(
                    posted_debits__gte=0, posted_credits__gte=0, pending_debits__gte=0, pending_credits__gte=0
                ),
                name="balance_sums_not_negative",
            ),
        ]


class RollUp(models.Model):
    """What moved on an account that keeps no balance, by day of the venture, up to the roll-up's position."""

    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    debits = models.BigIntegerField()
    credits = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="rollup_one_per_day")]


class RollUpPosition(models.Model):
    """One row: transfers of transactions before `xid` are rolled up; those from it on are added when read."""

    xid = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="rollup_one_position")]
