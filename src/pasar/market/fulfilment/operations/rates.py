"""The first rate cards."""

from pasar.market.fulfilment import queries
from pasar.market.fulfilment.models import RateCard
from pasar.market.fulfilment.rates import first_cards


def load_rate_cards() -> int:
    """Give every country its first rate cards; those that are there stay. Returns how many there are now."""
    RateCard.objects.bulk_create([RateCard(**row) for row in first_cards()], ignore_conflicts=True)
    queries.forget_tariffs()
    return RateCard.objects.count()
