"""A month of trade in minutes: customers, sellers, carriers and banks act through the real operations.

    run(seed=7, days=30, orders=2000, progress=...)    -> Summary

`acts` are the single deeds (buy, pay, pack and ship …), for the demo world and for tests too. `people` decide who does
what and when, by a seeded source of chance; `clockwork` moves the virtual clock, lets bank and carrier work and runs
the market's consumers and sweepers; `faults` lets them die at named points; `founding` makes a small market where
there is none. The same seed gives the same market: nothing depends on the machine or its clock.
"""

from pasar.simulate.living.running import run
from pasar.simulate.living.summary import Summary

__all__ = ["Summary", "run"]
