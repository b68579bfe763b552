-- Gives back the right to write a venture's index.  In: country text
SELECT pg_advisory_unlock(7401003, hashtext(%(country)s))
