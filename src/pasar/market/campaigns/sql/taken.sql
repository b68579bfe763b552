-- Units of flash quotas leave with order lines: counted as sold and as used by the customer; a called place is served, and
-- what was kept for it beyond what was taken is anybody's again. The items are locked and were found to suffice.
-- In: line_ids uuid[], countries text[], item_ids bigint[], customer_ids bigint[], units int[], mosts int[], at timestamptz
WITH wanted AS (
    SELECT *
      FROM unnest(%(line_ids)s::uuid[], %(countries)s::text[], %(item_ids)s::bigint[], %(customer_ids)s::bigint[],
                  %(units)s::int[], %(mosts)s::int[]) AS w (line_id, country, item_id, customer_id, units, most)
), by_customer AS (
    SELECT country, item_id, customer_id, sum(units) AS units, max(most) AS most
      FROM wanted GROUP BY country, item_id, customer_id
), served AS (
    UPDATE campaigns_place AS p
       SET state = 'served', called_until = NULL
      FROM by_customer AS b
     WHERE p.item_id = b.item_id AND p.customer_id = b.customer_id AND p.state = 'called'
 RETURNING p.item_id, p.units
), sold AS (
    UPDATE campaigns_item AS i
       SET sold = i.sold + b.units, offered = i.offered - coalesce(s.units, 0)
      FROM (SELECT item_id, sum(units) AS units FROM by_customer GROUP BY item_id) AS b
      LEFT JOIN (SELECT item_id, sum(units) AS units FROM served GROUP BY item_id) AS s ON s.item_id = b.item_id
     WHERE i.id = b.item_id
), used AS (
    INSERT INTO campaigns_use AS u (country, item_id, customer_id, units, most)
    SELECT country, item_id, customer_id, units, most FROM by_customer
        ON CONFLICT (item_id, customer_id) DO UPDATE SET units = u.units + excluded.units
)
INSERT INTO campaigns_taking (line_id, country, item_id, customer_id, units, taken_at)
SELECT line_id, country, item_id, customer_id, units, %(at)s::timestamptz FROM wanted
