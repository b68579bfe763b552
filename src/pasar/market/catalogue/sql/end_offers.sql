-- Ends the open offers that ask another price than wanted; returns the SKUs that now lack an open offer of the wanted price.
-- In: sku_ids bigint[], prices bigint[], lists bigint[] (null: none), at timestamptz
WITH wanted AS (
    SELECT * FROM unnest(%(sku_ids)s::bigint[], %(prices)s::bigint[], %(lists)s::bigint[]) AS w (sku_id, price_minor, list_minor)
), other AS (
    SELECT o.id, o.sku_id, o.from_at
      FROM wanted AS w JOIN catalogue_offer AS o ON o.sku_id = w.sku_id AND o.until_at IS NULL
     WHERE (o.price_minor, o.list_minor) IS DISTINCT FROM (w.price_minor, w.list_minor)
), gone AS (
    -- Begun at this very moment or still to come: it has never been asked for.
    DELETE FROM catalogue_offer AS o USING other AS x WHERE o.id = x.id AND x.from_at >= %(at)s
), ended AS (
    UPDATE catalogue_offer AS o SET until_at = %(at)s FROM other AS x WHERE o.id = x.id AND x.from_at < %(at)s
)
SELECT w.sku_id, w.price_minor, w.list_minor
  FROM wanted AS w
 WHERE NOT EXISTS (SELECT FROM catalogue_offer AS o WHERE o.sku_id = w.sku_id AND o.until_at IS NULL)
    OR EXISTS (SELECT FROM other AS x WHERE x.sku_id = w.sku_id)
