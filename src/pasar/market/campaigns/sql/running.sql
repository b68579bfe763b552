-- Every open item, what is left of it and how many wait.   Index: item_open_by_end, place_waiting_in_order
SELECT i.id, i.quota, i.sold, i.offered, coalesce(w.n, 0)::int AS waiting, i.starts_at, i.ends_at
  FROM campaigns_item AS i
  LEFT JOIN (SELECT item_id, count(*) AS n FROM campaigns_place WHERE state = 'waiting' GROUP BY item_id) AS w
         ON w.item_id = i.id
 WHERE i.state = 'open'
