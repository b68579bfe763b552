-- Entries of providers' statements that nothing of ours explains after a day.  In: now timestamptz
SELECT provider || ' ' || number || ' ' || kind || ' ' || reference AS problem
  FROM payments_statementline
 WHERE state <> 'matched' AND at < %(now)s::timestamptz - interval '1 day'
