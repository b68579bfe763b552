-- Fresh ids, so that rows of five tables can be written without asking back.  In: name text (the table's), size int
SELECT nextval(pg_get_serial_sequence(%(name)s, 'id')) FROM generate_series(1, %(size)s)
