"""What a purchase may have of the promotions there are: pure, and the same answer to the same question.

`best` is the question that checkout asks; `docs/algorithms/discounts.md` tells it in words, with worked tables.
"""

from pasar.market.promotions.rules.allocation import allocate, fund
from pasar.market.promotions.rules.answer import best
from pasar.market.promotions.rules.persons import person_key

__all__ = ["allocate", "best", "fund", "person_key"]
