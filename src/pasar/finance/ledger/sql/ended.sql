-- Which transfer ended each of these pending ones, if any.  In: ids uuid[].   Index: transfer_ends_once
SELECT pending_id, id FROM ledger_transfer WHERE pending_id = ANY (%(ids)s::uuid[])
