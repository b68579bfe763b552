-- Waiting coins were earned, each in the part of them that the customer keeps.  In: ids uuid[], kept bigint[] (minor units)
UPDATE promotions_coinearning AS e SET state = 'earned', kept_minor = w.kept_minor
  FROM unnest(%(ids)s::uuid[], %(kept)s::bigint[]) AS w (id, kept_minor)
 WHERE e.id = w.id AND e.state = 'waiting'
