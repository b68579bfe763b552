-- What is taken back of shares after the release, or given at the venture's cost.
-- In: order_id uuid, line_ids uuid[] (null: delivery), taken, goodwill, subsidies, coins bigint[] (minor units; the
--     latter two are parts of the former).
-- Index: share_one_per_line
UPDATE escrow_share AS s
   SET taken_back_minor = s.taken_back_minor + w.taken, goodwill_minor = s.goodwill_minor + w.goodwill,
       subsidy_back_minor = s.subsidy_back_minor + w.subsidy, coins_back_minor = s.coins_back_minor + w.coins
  FROM unnest(%(line_ids)s::uuid[], %(taken)s::bigint[], %(goodwill)s::bigint[],
              %(subsidies)s::bigint[], %(coins)s::bigint[]) AS w (line_id, taken, goodwill, subsidy, coins)
 WHERE s.hold_id = %(order_id)s AND s.line_id IS NOT DISTINCT FROM w.line_id
