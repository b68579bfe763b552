from django.db import models


class DemoStep(models.Model):
    """A step of the demo world that is done: a load that was cut short goes on behind it."""

    key = models.CharField(primary_key=True, max_length=60)
    done_at = models.DateTimeField()
    data = models.JSONField(default=dict)
    """What later steps need to know of it."""
