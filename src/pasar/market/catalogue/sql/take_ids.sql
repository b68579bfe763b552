-- Fresh ids, so that rows of five tables can be written without asking back. The sequence is looked up once, not for
-- every id.  In: name text (the table's), size int
SELECT nextval(s.id)
  FROM (SELECT pg_get_serial_sequence(%(name)s, 'id')::regclass AS id OFFSET 0) AS s, generate_series(1, %(size)s)
