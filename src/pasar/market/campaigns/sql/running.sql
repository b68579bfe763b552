-- Every open item, what is left of it, how many wait, and their places in order, of the longest lines the first 20,000.
-- Index: item_open_by_end, place_waiting_in_order
SELECT i.id, i.slot_id, i.quota, i.sold, i.offered, coalesce(w.n, 0)::int AS waiting, i.starts_at, i.ends_at,
       ARRAY (SELECT p.id FROM campaigns_place AS p
               WHERE p.item_id = i.id AND p.state = 'waiting' ORDER BY p.id LIMIT 20000) AS places
  FROM campaigns_item AS i
  LEFT JOIN (SELECT item_id, count(*) AS n FROM campaigns_place WHERE state = 'waiting' GROUP BY item_id) AS w
         ON w.item_id = i.id
 WHERE i.state = 'open'
