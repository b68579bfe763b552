"""How badly notices travel: late, twice, out of order, lost for a while. Seeded, so a run can be had again."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Storm:
    """Chances and delays in the outside world. Delays are seconds of the market's clock."""

    delay_s: tuple[float, float]
    late_chance: float
    """A notice that takes hours instead: `late_s`."""
    late_s: tuple[float, float]
    twice_chance: float
    fail_chance: float
    """Orders, payouts and parcels that go wrong on their own."""
    redelivery_s: float

    def luck(self, key: str, seed: int) -> Random:
        """The chances of one thing: the same key and seed have the same luck in every run."""
        return Random(f"{seed}:{key}")

    def delays(self, key: str, seed: int) -> list[float]:
        """Seconds until each copy of a notice is sent: one, or two for one that arrives twice."""
        random = self.luck(key, seed)
        low, high = self.late_s if random.random() < self.late_chance else self.delay_s
        copies = 2 if random.random() < self.twice_chance else 1
        return [random.uniform(low, high) * (1 + copy * 3) for copy in range(copies)]

    def fails(self, key: str, seed: int) -> bool:
        return self.luck(f"fails:{key}", seed).random() < self.fail_chance


CALM = Storm((0.0, 0.5), 0.0, (0, 0), 0.0, 0.0, 5.0)
STORMY = Storm((0.0, 90.0), 0.04, (3_600.0, 7_200.0), 0.15, 0.06, 60.0)
STORMS = {"calm": CALM, "stormy": STORMY}
