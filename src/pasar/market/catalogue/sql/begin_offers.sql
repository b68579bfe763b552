-- Begins offers.  In: country text, sku_ids bigint[], prices bigint[], lists bigint[], froms timestamptz[], untils timestamptz[]
INSERT INTO catalogue_offer (country, sku_id, price_minor, list_minor, from_at, until_at)
SELECT %(country)s, w.sku_id, w.price_minor, w.list_minor, w.from_at, w.until_at
  FROM unnest(%(sku_ids)s::bigint[], %(prices)s::bigint[], %(lists)s::bigint[], %(froms)s::timestamptz[],
              %(untils)s::timestamptz[]) AS w (sku_id, price_minor, list_minor, from_at, until_at)
    ON CONFLICT (sku_id, from_at) DO UPDATE
   SET price_minor = excluded.price_minor, list_minor = excluded.list_minor, until_at = excluded.until_at
