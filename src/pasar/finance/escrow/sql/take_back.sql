-- What is taken back of shares after the release, or given at the venture's cost.
-- In: order_id uuid, line_ids uuid[] (null: delivery), taken, goodwill bigint[] (minor units).
-- Index: share_one_per_line
UPDATE escrow_share AS s
   SET taken_back_minor = s.taken_back_minor + w.taken, goodwill_minor = s.goodwill_minor + w.goodwill
  FROM unnest(%(line_ids)s::uuid[], %(taken)s::bigint[], %(goodwill)s::bigint[]) AS w (line_id, taken, goodwill)
 WHERE s.hold_id = %(order_id)s AND s.line_id IS NOT DISTINCT FROM w.line_id
