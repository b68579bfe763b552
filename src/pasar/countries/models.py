from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Area(models.Model):
    """A place in a country's administrative tree, from the widest level to the one an address names."""

    country = models.CharField(max_length=2)
    code = models.CharField(max_length=60)
    parent_code = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)
    """Lower case without marks, for finding what people type."""
    postcodes = ArrayField(models.CharField(max_length=6), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "code"], name="area_one_per_code")]
        indexes = [
            models.Index(fields=["country", "parent_code", "folded"], name="area_children_by_name"),
            models.Index(
                fields=["country", "folded"],
                name="area_by_name",
                opclasses=["varchar_ops", "varchar_pattern_ops"],
            ),
            GinIndex(fields=["postcodes"], name="area_by_postcode"),
        ]


class AreaFile(models.Model):
    """Which version of a country's areas is loaded."""

    country = models.CharField(primary_key=True, max_length=2)
    digest = models.CharField(max_length=64)
    areas = models.PositiveIntegerField()
