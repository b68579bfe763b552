-- How far the roll-up is, locked; no row when another process is at it.
SELECT xid FROM ledger_rollupposition FOR NO KEY UPDATE SKIP LOCKED
