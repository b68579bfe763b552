from django.db import models


class Turnover(models.Model):
    """What a seller sold in a year of the venture: released goods less what was taken back. Thresholds ask for it."""

    country = models.CharField(max_length=2)
    seller_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    goods_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller_id", "year"], name="turnover_one_per_year")]
