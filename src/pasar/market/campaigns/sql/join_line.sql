-- Customers' places at the end of the lines for items, in the order asked, unless they have one; one that was given up is taken
-- anew, at the end. Nothing for an item that is not running, whose line is as long as it may be, or when others queue from the
-- device already. The items are locked. One customer once an item.
-- In: item_ids bigint[], customer_ids bigint[], devices text[], units int[], at timestamptz, per_device int, per_unit int
-- Index: campaigns_item_pkey, place_once_per_item_and_customer, place_by_device, place_waiting_in_order
WITH asked AS (
    SELECT a.*, i.country, i.per_customer, p.id IS NULL AS is_new,
           -- Whoever a free piece is there for is called at once and waits for nobody.
           i.quota * %(per_unit)s::bigint + i.quota - i.sold - i.offered AS most
      FROM unnest(%(item_ids)s::bigint[], %(customer_ids)s::bigint[], %(devices)s::text[], %(units)s::int[])
           WITH ORDINALITY AS a (item_id, customer_id, device, units, n)
      JOIN campaigns_item AS i
        ON i.id = a.item_id AND i.state = 'open' AND i.starts_at <= %(at)s::timestamptz AND i.ends_at > %(at)s::timestamptz
      LEFT JOIN campaigns_place AS p ON p.item_id = a.item_id AND p.customer_id = a.customer_id
     WHERE p.id IS NULL OR p.state = 'gone'
), counted AS (
    SELECT a.*,
           (SELECT count(*) FROM campaigns_place AS p
             WHERE p.item_id = a.item_id AND p.device = a.device AND p.customer_id <> a.customer_id)
           + count(*) FILTER (WHERE is_new) OVER (PARTITION BY item_id, device ORDER BY n
                                                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS on_device
      FROM asked AS a
), fitting AS (
    SELECT c.*, row_number() OVER (PARTITION BY item_id ORDER BY n) AS nth
      FROM counted AS c WHERE on_device < %(per_device)s::int
), waiting AS (
    SELECT item_id, count(*) AS so_many
      FROM campaigns_place WHERE item_id = ANY (%(item_ids)s::bigint[]) AND state = 'waiting' GROUP BY item_id
)
INSERT INTO campaigns_place AS p (id, country, item_id, customer_id, device, units, state, joined_at)
SELECT nextval(pg_get_serial_sequence('campaigns_place', 'id')), country, item_id, customer_id, device,
       least(units, per_customer), 'waiting', %(at)s::timestamptz
  FROM (SELECT f.* FROM fitting AS f LEFT JOIN waiting AS w USING (item_id)
         WHERE coalesce(w.so_many, 0) + f.nth <= f.most
         ORDER BY f.n) AS admitted
    ON CONFLICT (item_id, customer_id) DO UPDATE
   SET id = excluded.id, state = 'waiting', device = excluded.device, units = excluded.units, joined_at = excluded.joined_at
