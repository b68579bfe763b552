-- Takes coins out of lots because the goods they came for were given back. The lots are locked, and have so many left.
-- In: lot_ids uuid[], amounts bigint[] (minor units, each lot once), order_id uuid, source text, at timestamptz
WITH wanted AS (
    SELECT * FROM unnest(%(lot_ids)s::uuid[], %(amounts)s::bigint[]) AS w (lot_id, amount_minor)
), lowered AS (
    UPDATE promotions_coinlot AS l SET left_minor = l.left_minor - w.amount_minor
      FROM wanted AS w WHERE l.id = w.lot_id
)
INSERT INTO promotions_cointakenback (lot_id, order_id, source, amount_minor, at)
SELECT lot_id, %(order_id)s::uuid, %(source)s::text, amount_minor, %(at)s::timestamptz FROM wanted
