-- Writes uses of promotions and raises their counters, once per promotion. The promotions are locked, and were found to
-- have so much left.
-- In: ids uuid[], countries text[], promotion_ids bigint[], versions int[], purchase_ids uuid[], customer_ids bigint[],
--     person_keys text[], counts int[], mosts int[] (null: no limit), amounts bigint[], platforms bigint[],
--     gives_back text[], at timestamptz
WITH wanted AS (
    SELECT *
      FROM unnest(%(ids)s::uuid[], %(countries)s::text[], %(promotion_ids)s::bigint[], %(versions)s::int[],
                  %(purchase_ids)s::uuid[], %(customer_ids)s::bigint[], %(person_keys)s::text[], %(counts)s::int[],
                  %(mosts)s::int[], %(amounts)s::bigint[], %(platforms)s::bigint[], %(gives_back)s::text[])
           AS w (id, country, promotion_id, version, purchase_id, customer_id, person_key, n, most, amount_minor,
                 platform_minor, gives_back)
), raised AS (
    UPDATE promotions_promotion AS p
       SET used = p.used + w.uses, spent_minor = p.spent_minor + w.amount_minor
      FROM (SELECT promotion_id, count(*) AS uses, sum(amount_minor) AS amount_minor FROM wanted GROUP BY promotion_id) AS w
     WHERE p.id = w.promotion_id
)
INSERT INTO promotions_use (id, country, promotion_id, version, purchase_id, customer_id, person_key, n, most,
                            amount_minor, platform_minor, gives_back, taken_at)
SELECT id, country, promotion_id, version, purchase_id, customer_id, person_key, n, most, amount_minor,
       platform_minor, gives_back, %(at)s::timestamptz
  FROM wanted
