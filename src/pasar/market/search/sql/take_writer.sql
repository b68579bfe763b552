-- Whether this session is the one that may write a venture's index, until it ends or gives it back.  In: country text
SELECT pg_try_advisory_lock(7401003, hashtext(%(country)s))
