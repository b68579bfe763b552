-- Opens a cycle to be closed; no row when somebody has, or is about to: they are waited for.
-- In: country text, closes_on date, cut_at, at timestamptz.   Index: cycle_closed_once
INSERT INTO settlement_cycle (country, closes_on, cut_at, closed_at, statements)
VALUES (%(country)s, %(closes_on)s, %(cut_at)s, %(at)s, 0)
ON CONFLICT (country, closes_on) DO NOTHING
RETURNING id
