-- One at a time: whoever makes a slot of a venture waits for whoever does already, so that no two overlap.  In: country text
SELECT pg_advisory_xact_lock(hashtextextended('campaigns.slots ' || %(country)s::text, 0))
