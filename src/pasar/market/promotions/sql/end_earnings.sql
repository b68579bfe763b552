-- Moves waiting coins on: earned or dropped.  In: ids uuid[], state text
UPDATE promotions_coinearning SET state = %(state)s
 WHERE id = ANY (%(ids)s::uuid[]) AND state = 'waiting'
