-- Items open with the quotas that were found for them; those without any close.  In: item_ids bigint[], quotas int[], at timestamptz
UPDATE campaigns_item AS i
   SET quota = w.quota, state = CASE WHEN w.quota > 0 THEN 'open' ELSE 'closed' END,
       reason = CASE WHEN w.quota > 0 THEN '' ELSE 'no_stock' END, changed_at = %(at)s::timestamptz
  FROM unnest(%(item_ids)s::bigint[], %(quotas)s::int[]) AS w (item_id, quota)
 WHERE i.id = w.item_id AND i.state = 'approved'
