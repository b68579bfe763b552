-- Calls those whose turn it is, in the order of the line, as far as what is left of the items goes; it is kept for them until a
-- moment. Nobody is passed over: a wish that does not fit waits, and all behind it. The items are locked.
-- In: item_ids bigint[], until timestamptz
WITH room AS (
    SELECT id, country, listing_id, quota - sold - offered AS units_left
      FROM campaigns_item
     WHERE id = ANY (%(item_ids)s::bigint[]) AND state = 'open' AND quota - sold - offered > 0
), line AS (
    SELECT w.id, w.item_id, w.customer_id, w.units, r.units_left, r.country, r.listing_id,
           sum(w.units) OVER (PARTITION BY w.item_id ORDER BY w.id) AS so_far
      FROM room AS r
     CROSS JOIN LATERAL (SELECT p.id, p.item_id, p.customer_id, p.units
                           FROM campaigns_place AS p
                          WHERE p.item_id = r.id AND p.state = 'waiting'
                          ORDER BY p.id LIMIT r.units_left) AS w
), called AS (
    UPDATE campaigns_place AS p SET state = 'called', called_until = %(until)s::timestamptz
      FROM line AS l WHERE p.id = l.id AND l.so_far <= l.units_left
 RETURNING p.item_id, p.customer_id, p.units, l.country, l.listing_id
), kept AS (
    UPDATE campaigns_item AS i SET offered = i.offered + c.units
      FROM (SELECT item_id, sum(units) AS units FROM called GROUP BY item_id) AS c
     WHERE i.id = c.item_id
)
SELECT item_id, customer_id, listing_id, country FROM called ORDER BY item_id, customer_id
