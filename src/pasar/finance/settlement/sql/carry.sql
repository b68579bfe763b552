-- Statements not paid before the next one: their closing is its opening.  In: country, currency text, seller_ids bigint[].
-- Index: statement_one_open
UPDATE settlement_statement SET state = 'carried'
 WHERE state = 'closed' AND country = %(country)s AND currency = %(currency)s
   AND seller_id = ANY (%(seller_ids)s::bigint[])
