-- Items end: nothing is kept for anybody any more, and whoever still waits for them has waited enough.
-- In: item_ids bigint[], at timestamptz
WITH gone AS (
    UPDATE campaigns_place SET state = 'gone', called_until = NULL
     WHERE item_id = ANY (%(item_ids)s::bigint[]) AND state IN ('waiting', 'called')
)
UPDATE campaigns_item
   SET state = CASE WHEN state = 'nominated' THEN 'refused' ELSE 'closed' END, offered = 0, changed_at = %(at)s::timestamptz,
       reason = CASE WHEN state = 'nominated' THEN 'not_decided' ELSE reason END
 WHERE id = ANY (%(item_ids)s::bigint[]) AND state IN ('open', 'approved', 'nominated')
