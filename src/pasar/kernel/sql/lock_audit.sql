-- One writer of the audit chain at a time, until the transaction ends.
SELECT pg_advisory_xact_lock(7401001)
