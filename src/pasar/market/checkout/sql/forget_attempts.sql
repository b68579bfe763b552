-- Drops answers nobody will ask for again.  In: before timestamptz, size int   Index: attempt_by_age
DELETE FROM checkout_attempt
 WHERE id IN (SELECT id FROM checkout_attempt WHERE at < %(before)s ORDER BY at LIMIT %(size)s)
