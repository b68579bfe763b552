-- Flash quotas that are not what lines took and have not given back, and shelves with fewer units than are left of them.
SELECT 'item ' || i.id || ': ' || i.sold || ' sold, ' || coalesce(t.units, 0) || ' taken' AS problem
  FROM campaigns_item AS i
  LEFT JOIN (SELECT item_id, sum(units) AS units FROM campaigns_taking WHERE back_at IS NULL GROUP BY item_id) AS t
         ON t.item_id = i.id
 WHERE i.sold <> coalesce(t.units, 0) OR i.sold + i.offered > i.quota
UNION ALL
SELECT 'item ' || coalesce(u.item_id, t.item_id) || ', customer ' || coalesce(u.customer_id, t.customer_id)
  FROM campaigns_use AS u
  FULL JOIN (SELECT item_id, customer_id, sum(units) AS units
               FROM campaigns_taking WHERE back_at IS NULL GROUP BY item_id, customer_id) AS t
         ON t.item_id = u.item_id AND t.customer_id = u.customer_id
 WHERE coalesce(u.units, 0) <> coalesce(t.units, 0) OR u.units > u.most
UNION ALL
SELECT 'item ' || i.id || ': ' || i.offered || ' kept, ' || coalesce(p.units, 0) || ' called'
  FROM campaigns_item AS i
  LEFT JOIN (SELECT item_id, sum(units) AS units FROM campaigns_place WHERE state = 'called' GROUP BY item_id) AS p
         ON p.item_id = i.id
 WHERE i.offered <> coalesce(p.units, 0)
UNION ALL
SELECT 'item ' || i.id || ': ' || i.quota - i.sold || ' left, ' || coalesce(l.on_hand - l.reserved, 0) || ' on its shelf'
  FROM campaigns_item AS i
  LEFT JOIN stock_level AS l ON l.sku_id = i.sku_id AND l.warehouse_id = -i.id
 WHERE i.state = 'open' AND coalesce(l.on_hand - l.reserved, 0) < i.quota - i.sold
