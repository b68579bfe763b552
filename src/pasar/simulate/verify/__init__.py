"""What must be true of a market at any moment, as questions to its database that answer only when it is not.

`INVARIANTS` lists them, `run` asks them all in one snapshot. Each is tried on an empty book, a good one, and one broken
on purpose, so that none is a question that cannot fail. Numbers follow one list for all markets; those about parts that
Pasar does not have yet (vouchers, fiscal documents, affiliates, wallet tiers) are left out.
"""

from pasar.simulate.verify.asking import Report, Result, last_moment, run
from pasar.simulate.verify.invariants import INVARIANTS, Invariant

__all__ = ["INVARIANTS", "Invariant", "Report", "Result", "last_moment", "run"]
