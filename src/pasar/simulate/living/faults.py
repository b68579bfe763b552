"""Workers and calls that die at named points, by a seeded source of chance.

consumer:<name>    after its work and before its commit: everything of the batch is undone and comes again
sweeper:<name>     the same, for sweepers that are one transaction
call:<company>     after the company acted and before its answer arrives: nobody knows what became of it
answer:checkout    the purchase stands and the customer never hears of it: they press the button again
"""

from collections import Counter
from collections.abc import Callable
from random import Random


class Crash(BaseException):
    """A worker's end. Not an Exception, so that no handler takes it for a failure it knows."""


class Faults:
    """Says at which point something dies; counts what it did."""

    def __init__(self, random: Random, chances: dict[str, float]) -> None:
        self._random, self._chances = random, chances
        self.happened: Counter[str] = Counter()

    def strikes(self, point: str) -> bool:
        """Whether something dies at this point now. The kind before the colon decides how likely that is."""
        chance = self._chances.get(point, self._chances.get(point.partition(":")[0], 0.0))
        if not chance or self._random.random() >= chance:
            return False
        self.happened[point] += 1
        return True

    def at(self, point: str) -> None:
        """Raises Crash when something dies here."""
        if self.strikes(point):
            raise Crash(point)

    def survived(self, work: Callable[[], int]) -> int:
        """Run a worker's part; one that dies has done nothing, and comes again in its next round."""
        try:
            return work()
        except Crash:
            return 0


CALM: dict[str, float] = {}
ROUGH = {"consumer": 0.01, "sweeper": 0.01, "call": 0.005, "answer": 0.02}
