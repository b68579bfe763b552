-- Statements of a cycle, their lines still to come.
-- In: ids uuid[], country text, numbers text[], seller_ids bigint[], currency text, cycle_id bigint, closes_on date,
--     openings bigint[] (minor units), at timestamptz
INSERT INTO settlement_statement (id, country, number, seller_id, currency, cycle_id, closes_on, opening_minor, net_minor,
                                  closing_minor, state, closed_at)
SELECT w.id, %(country)s, w.number, w.seller_id, %(currency)s, %(cycle_id)s, %(closes_on)s, w.opening, 0, w.opening,
       'closed', %(at)s
  FROM unnest(%(ids)s::uuid[], %(numbers)s::text[], %(seller_ids)s::bigint[], %(openings)s::bigint[])
       AS w (id, number, seller_id, opening)
