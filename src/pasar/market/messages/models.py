from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One text to one person (or to an address that has no person yet) by one channel."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        KEPT = "kept"
        """Nothing to send: it is read in the inbox, or in a sandbox's mailbox."""
        FAILED = "failed"
        """Given up after the last try."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    person = models.ForeignKey("identity.Person", on_delete=models.CASCADE, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    address = models.CharField(max_length=254, blank=True)
    """Where the channel sends it; empty for the inbox."""
    template = models.CharField(max_length=60)
    ref = models.CharField(max_length=120)
    language = models.CharField(max_length=3)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=200, blank=True)
    """The page it is about, below /{country}/{language}/."""
    state = models.CharField(max_length=10, choices=State.choices)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages_message"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "template", "ref", "channel"],
                condition=Q(person__isnull=False),
                name="message_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["address", "template", "ref", "channel"],
                condition=Q(person__isnull=True),
                name="message_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "kept", "failed"]), name="message_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(next_try_at__isnull=False), name="message_waits_for_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="message_to_send"),
            models.Index(
                fields=["person", "country", "-id"], condition=Q(channel="inbox"), name="message_inbox"
            ),
            models.Index(fields=["country", "-id"], condition=~Q(channel="inbox"), name="message_mailbox"),
        ]
