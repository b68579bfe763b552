-- Turns that were over at a moment end, and what was kept for them is no longer. The items are locked.
-- In: item_ids bigint[], at timestamptz
WITH gone AS (
    UPDATE campaigns_place SET state = 'gone', called_until = NULL
     WHERE item_id = ANY (%(item_ids)s::bigint[]) AND state = 'called' AND called_until <= %(at)s::timestamptz
 RETURNING item_id, units
)
UPDATE campaigns_item AS i SET offered = i.offered - g.units
  FROM (SELECT item_id, sum(units) AS units FROM gone GROUP BY item_id) AS g
 WHERE i.id = g.item_id
