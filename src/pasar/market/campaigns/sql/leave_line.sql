-- A customer gives up their place; what was kept for them is no longer. The item is locked.
-- In: item_id bigint, customer_id bigint
WITH before AS (
    SELECT id, units, state FROM campaigns_place
     WHERE item_id = %(item_id)s::bigint AND customer_id = %(customer_id)s::bigint AND state IN ('waiting', 'called')
), gone AS (
    UPDATE campaigns_place AS p SET state = 'gone', called_until = NULL FROM before AS b WHERE p.id = b.id
)
UPDATE campaigns_item AS i SET offered = i.offered - b.units
  FROM before AS b WHERE i.id = %(item_id)s::bigint AND b.state = 'called'
