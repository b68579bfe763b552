-- What of earned coins the customer has a right to from now on. They are locked.  In: ids uuid[], kept bigint[] (minor units)
UPDATE promotions_coinearning AS e SET kept_minor = w.kept_minor
  FROM unnest(%(ids)s::uuid[], %(kept)s::bigint[]) AS w (id, kept_minor)
 WHERE e.id = w.id
