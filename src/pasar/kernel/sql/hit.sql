-- Counts one hit in the running window and returns the count.  In: key text, opened_at timestamptz
INSERT INTO kernel_ratewindow (key, opened_at, hits) VALUES (%(key)s, %(opened_at)s, 1)
ON CONFLICT (key, opened_at) DO UPDATE SET hits = kernel_ratewindow.hits + 1
RETURNING hits
