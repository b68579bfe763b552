-- A cycle's statements as the sum of their lines.  In: cycle_id bigint.   Index: statement_line_by_time
WITH summed AS (
    SELECT l.statement_id, sum(l.amount_minor)::bigint AS net
      FROM settlement_statementline AS l JOIN settlement_statement AS s ON s.id = l.statement_id
     WHERE s.cycle_id = %(cycle_id)s
     GROUP BY l.statement_id
), counted AS (
    UPDATE settlement_cycle SET statements = (SELECT count(*) FROM summed) WHERE id = %(cycle_id)s
)
UPDATE settlement_statement AS s SET net_minor = d.net, closing_minor = s.opening_minor + d.net
  FROM summed AS d
 WHERE d.statement_id = s.id
RETURNING s.id, s.seller_id, s.number, s.currency, s.net_minor, s.closing_minor
