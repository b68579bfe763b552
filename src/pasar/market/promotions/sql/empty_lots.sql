-- Nothing is left in these lots. They are locked.  In: ids uuid[]
UPDATE promotions_coinlot SET left_minor = 0 WHERE id = ANY (%(ids)s::uuid[])
