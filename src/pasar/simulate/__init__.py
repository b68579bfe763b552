"""The living market: the outside world as processes, a demo world, a simulation, and the invariants that must hold."""
