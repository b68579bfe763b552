"""A demo world that is the same every time: six ventures with shops, goods, people, and trade made by the real verbs.

`load` puts it into the market's database. What is sold, in which words, by whom and where is data (`data`); how it
is combined is pure (`shops`, `goods`, `texts`, `facts`, `prices`); `shelves` loads it in bulk, `trade` lets people
buy, sellers ship and money settle. Only a sandbox may have it: its passwords are known to everybody.
"""

from pasar.simulate.demo.loading import load
from pasar.simulate.demo.people import PASSWORD

__all__ = ["PASSWORD", "load"]
