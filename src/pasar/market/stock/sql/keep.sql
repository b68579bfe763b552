-- Paid: held reservations no longer expire.  In: line_ids uuid[]
UPDATE stock_reservation SET expires_at = NULL
 WHERE line_id = ANY (%(line_ids)s::uuid[]) AND state = 'held' AND expires_at IS NOT NULL
