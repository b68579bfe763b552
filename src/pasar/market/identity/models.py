from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q


class People(BaseUserManager["Person"]):
    """Finds persons by what they sign in with; Django's admin asks for it."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(Q(email=username) | Q(phone=username))


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, once for the whole installation: by e-mail, by phone, or by both."""

    email = models.CharField(max_length=254, null=True, unique=True)  # noqa: DJ001 - absent is not empty: both are unique
    """Lower case."""
    phone = models.CharField(max_length=16, null=True, unique=True)  # noqa: DJ001 - as above
    """E.164."""
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=3, default="en")
    email_confirmed_at = models.DateTimeField(null=True)
    phone_confirmed_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    """When they asked to be forgotten; name, e-mail and phone are gone then."""

    objects = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False) | Q(deleted_at__isnull=False),
                name="person_can_be_reached",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(is_active=False), name="person_deleted_is_off"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or f"person {self.pk}"

    def get_full_name(self) -> str:
        """What Django's admin calls them."""
        return self.name


class EndedSession(models.Model):
    """A session ended at the server, by the `sid` in its signed cookie; kept until the cookie would have run out."""

    sid = models.CharField(primary_key=True, max_length=40)
    person = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ended_at"], name="ended_session_by_age")]


class StaffRole(models.Model):
    """What a member of staff may do, and in which venture. Several roles add up."""

    class Role(models.TextChoices):
        OPERATOR = "operator"
        """Everything within the venture but what needs a second pair of eyes of another."""
        SUPPORT = "support"
        TRUST = "trust"
        FINANCE = "finance"

    person = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="roles")
    country = models.CharField(max_length=2)
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "country", "role"], name="staff_role_once"),
            models.CheckConstraint(
                condition=Q(role__in=["operator", "support", "trust", "finance"]), name="staff_role_known"
            ),
        ]


class Customer(models.Model):
    """A person within one venture. What they may buy, and how, is decided by this row under its lock."""

    country = models.CharField(max_length=2)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="customers")
    language = models.CharField(max_length=3)
    blocked = models.BooleanField(default=False)
    refused_parcels = models.PositiveSmallIntegerField(default=0)
    refused_since = models.DateTimeField(null=True)
    """When the first of the refused parcels that count was refused."""
    cash_off_until = models.DateTimeField(null=True)
    """Cash on delivery is switched off until then."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "person"], name="customer_once_per_venture"),
        ]
        indexes = [models.Index(fields=["person"], name="customer_by_person")]


class Address(models.Model):
    """Where a customer's parcels go. Purchases keep a copy, so an address may be changed or removed at any time."""

    country = models.CharField(max_length=2)
    customer = models.ForeignKey("identity.Customer", on_delete=models.CASCADE, related_name="addresses")
    recipient = models.CharField(max_length=120)
    phone = models.CharField(max_length=16)
    area_code = models.CharField(max_length=60)
    area_text = models.CharField(max_length=300)
    """The area's names from narrow to wide, as they were when saved."""
    postcode = models.CharField(max_length=6, blank=True)
    line1 = models.CharField(max_length=200)
    line2 = models.CharField(max_length=200, blank=True)
    landmark = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=30)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(is_default=True), name="address_one_default_per_customer"
            ),
        ]
        indexes = [models.Index(fields=["customer", "-id"], name="address_by_customer")]


class Code(models.Model):
    """A one-time code that was asked for, with an end and a count of tries.

    What is stored does not tell the code: it is made from the row and the market's key each time it is needed.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in"
        SIGN_UP = "sign_up"
        RESET = "reset"
        CONFIRM = "confirm"

    target = models.CharField(max_length=254)
    """The e-mail or phone that it was sent to."""
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    nonce = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["target", "purpose", "-id"], name="code_by_target"),
            models.Index(fields=["ends_at"], name="code_by_end"),
        ]
