-- Notes which orders a use took something off.  In: use_ids uuid[], order_ids uuid[] (pairs)
INSERT INTO promotions_useorder (use_id, order_id)
SELECT w.use_id, w.order_id FROM unnest(%(use_ids)s::uuid[], %(order_ids)s::uuid[]) AS w (use_id, order_id)
