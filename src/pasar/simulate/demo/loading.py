"""Loading the demo world, part by part, each part once."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pasar import countries as ventures
from pasar.kernel.errors import Forbidden
from pasar.simulate.demo import shelves, steps, trade, vouchers, words

Progress = Callable[[str, int, int], None]
"""Told (label, done, total) as the work goes on."""
Size = Literal["full", "small"]
Part = Literal["essential", "rest", "all"]

LISTINGS = {"full": 2_064, "small": 61}
"""Of a venture, for the progress shown."""


def load(
    progress: Progress, *, size: str = "full", countries: Sequence[str] | None = None, part: str = "essential"
) -> None:
    """Load what of the demo world is not there yet. countries: all that have words for it, unless told.

    `essential`: people, shops, goods, stock, vouchers. `rest`: orders in every status, reviews, money; needs the first.
    Raises Forbidden outside a sandbox.
    """
    if not settings.SANDBOX:
        raise Forbidden(_("The demo world is for sandboxes only."))
    chosen = [key for key in countries or ventures.all_countries() if key in words.MAIN]
    if part in ("essential", "all"):
        _essential(progress, size, chosen)
    if part in ("rest", "all"):
        _rest(progress, size, chosen)


def _essential(progress: Progress, size: str, chosen: Sequence[str]) -> None:
    total, done = LISTINGS[size] * len(chosen), 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        progress("listings", min(done, total), total)

    for country in chosen:
        if not steps.once(f"{country}.shelves", partial(shelves.fill, country, size, told)):
            told(LISTINGS[size])
        steps.once(f"{country}.vouchers", partial(_vouchers, country))


def _vouchers(country: str) -> dict[str, Any]:
    return vouchers.fill(country, steps.data(f"{country}.shelves"))


def _rest(progress: Progress, size: str, chosen: Sequence[str]) -> None:
    total, done = trade.steps_of(size) * len(chosen), 0

    def told(label: str, more: int) -> None:
        nonlocal done
        done += more
        progress(label, min(done, total), total)

    for country in chosen:
        trade.fill(country, told)
