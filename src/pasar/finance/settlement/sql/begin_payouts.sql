-- Statements that are due, of these, from now on being paid.  In: ids uuid[].   Index: settlement_statement_pkey
UPDATE settlement_statement SET state = 'paying'
 WHERE id IN (SELECT id FROM settlement_statement
               WHERE id = ANY (%(ids)s::uuid[]) AND state = 'closed' AND closing_minor > 0
               ORDER BY id FOR NO KEY UPDATE)
RETURNING id, country, seller_id, currency, closing_minor AS amount_minor, number
