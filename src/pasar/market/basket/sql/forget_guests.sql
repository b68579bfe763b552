-- Removes guests' lines that nobody came back for.  In: before timestamptz   Index: basket_guest_by_age
DELETE FROM basket_line WHERE guest_hash IS NOT NULL AND added_at < %(before)s
