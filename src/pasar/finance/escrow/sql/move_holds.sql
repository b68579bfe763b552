-- What moved on holds; one whose last money leaves ends.
-- In: order_ids uuid[], given_back, released, taken_back, goodwill, refunded, subsidy_back, coins_back bigint[]
--     (minor units), at timestamptz.
-- Index: escrow_hold_pkey
UPDATE escrow_hold AS h
   SET given_back_minor = h.given_back_minor + w.given_back, released_minor = h.released_minor + w.released,
       taken_back_minor = h.taken_back_minor + w.taken_back, goodwill_minor = h.goodwill_minor + w.goodwill,
       refunded_minor = h.refunded_minor + w.refunded, subsidy_back_minor = h.subsidy_back_minor + w.subsidy_back,
       coins_back_minor = h.coins_back_minor + w.coins_back,
       ended_at = CASE WHEN h.given_back_minor + w.given_back + h.released_minor + w.released = h.amount_minor
                       THEN coalesce(h.ended_at, %(at)s::timestamptz) END
  FROM unnest(%(order_ids)s::uuid[], %(given_back)s::bigint[], %(released)s::bigint[], %(taken_back)s::bigint[],
              %(goodwill)s::bigint[], %(refunded)s::bigint[], %(subsidy_back)s::bigint[], %(coins_back)s::bigint[])
       AS w (order_id, given_back, released, taken_back, goodwill, refunded, subsidy_back, coins_back)
 WHERE h.order_id = w.order_id
