-- When something was last written of the market; null when nothing was.   Index: event_by_position
SELECT greatest((SELECT at FROM kernel_event ORDER BY xid DESC, id DESC LIMIT 1),
                (SELECT max(at) FROM ledger_transfer))
