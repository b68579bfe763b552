"""A parcel's way: which scans come when. A pure function of the booking and a seed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pasar.simulate.outside.storm import Storm


@dataclass(frozen=True)
class Scan:
    """One scan: the carrier's own code, what it says, where, when."""

    code: str
    text: str
    place: str
    at: datetime
    cash: bool = False
    """Cash was collected with this scan."""


def way(
    number: str,
    origin: str,
    goal: str,
    start: datetime,
    *,
    same_zone: bool,
    cash: bool,
    seed: int,
    storm: Storm,
) -> list[Scan]:
    """Scans from hand-over to the door, or back again for a parcel nobody takes.

    start: when the seller handed it over. Within a zone it takes a day, between zones two or three.
    """
    random = storm.luck(f"way:{number}", seed)
    hours = 20 if same_zone else random.choice((40, 52, 64))
    step = timedelta(hours=hours / 4)
    scans = [
        Scan("PU10", "Picked up", origin, start + timedelta(minutes=random.randrange(20, 90))),
        Scan("HB20", "Arrived at sorting centre", f"{origin} hub", start + step),
    ]
    if not same_zone:
        scans.append(Scan("TR30", "On its way", f"{goal} hub", start + step * 2))
    scans.append(Scan("OD40", "Out for delivery", goal, start + step * 3))
    if storm.fails(number, seed):
        tries = [start + step * 4 + timedelta(days=day) for day in range(2)]
        scans += [Scan("DF51", "Nobody took it", goal, at) for at in tries]
        scans.append(Scan("RT60", "Going back to the seller", goal, tries[-1] + timedelta(hours=6)))
        scans.append(Scan("RT69", "Back at the seller", origin, tries[-1] + timedelta(hours=6 + hours)))
    else:
        scans.append(Scan("DL50", "Delivered", goal, start + step * 4, cash=cash))
    return scans
