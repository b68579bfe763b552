-- A customer's place in the line for an item, and how many wait before them.  In: item_id bigint, customer_id bigint
-- Index: place_once_per_item_and_customer, place_waiting_in_order
SELECT p.id, p.item_id, p.customer_id, p.state, p.units, p.joined_at, p.called_until,
       CASE WHEN p.state = 'waiting' THEN (SELECT count(*)::int FROM campaigns_place AS o
                                            WHERE o.item_id = p.item_id AND o.state = 'waiting' AND o.id < p.id)
            ELSE 0 END AS ahead
  FROM campaigns_place AS p
 WHERE p.item_id = %(item_id)s AND p.customer_id = %(customer_id)s
