-- Lets one writer at a time make listings of a venture: two that bring the same codes would refuse each other.
-- In: country text
SELECT pg_advisory_xact_lock(7401002, hashtext(%(country)s))
