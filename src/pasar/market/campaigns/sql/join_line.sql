-- A customer's place at the end of the line for an item, unless they have one; one that was given up is taken anew, at the end.
-- Nothing for an item that is not running, whose line is as long as it may be, or when others queue from the device already.
-- Whoever joins from one device is let in one by one.
-- In: item_id bigint, customer_id bigint, device text, units int, at timestamptz, per_device int, per_unit int
-- Index: place_once_per_item_and_customer, place_by_device, place_waiting_in_order
WITH alone AS MATERIALIZED (
    SELECT pg_advisory_xact_lock(hashtextextended('campaigns.line ' || %(item_id)s::bigint || ' ' || %(device)s::text, 0))
), item AS (
    SELECT i.id, i.country, least(%(units)s::int, i.per_customer) AS units, i.quota
      FROM campaigns_item AS i, alone
     WHERE i.id = %(item_id)s AND i.state = 'open'
       AND i.starts_at <= %(at)s::timestamptz AND i.ends_at > %(at)s::timestamptz
), room AS (
    SELECT item.* FROM item
     WHERE (SELECT count(*) FROM campaigns_place AS p
             WHERE p.item_id = item.id AND p.device = %(device)s AND p.customer_id <> %(customer_id)s) < %(per_device)s::int
       AND (SELECT count(*) FROM campaigns_place AS p
             WHERE p.item_id = item.id AND p.state = 'waiting') < item.quota * %(per_unit)s::bigint
)
INSERT INTO campaigns_place AS p (id, country, item_id, customer_id, device, units, state, joined_at)
SELECT nextval(pg_get_serial_sequence('campaigns_place', 'id')), country, id, %(customer_id)s::bigint, %(device)s, units, 'waiting',
       %(at)s::timestamptz
  FROM room
    ON CONFLICT (item_id, customer_id) DO UPDATE
   SET id = excluded.id, state = 'waiting', device = excluded.device, units = excluded.units, joined_at = excluded.joined_at
 WHERE p.state = 'gone'
RETURNING p.id
