-- Escrow that left more than once, or whose shares are not what left.
SELECT 'hold ' || h.order_id AS problem
  FROM escrow_hold AS h
  LEFT JOIN (SELECT hold_id, sum(given_back_minor) AS given_back, sum(released_minor) AS released,
                    sum(taken_back_minor) AS taken_back, sum(goodwill_minor) AS goodwill
               FROM escrow_share GROUP BY hold_id) AS s ON s.hold_id = h.order_id
 WHERE h.given_back_minor + h.released_minor > h.amount_minor
    OR h.taken_back_minor + h.goodwill_minor > h.released_minor
    OR h.amount_minor > 0
       AND (h.ended_at IS NOT NULL) <> (h.given_back_minor + h.released_minor = h.amount_minor)
    OR (h.given_back_minor, h.released_minor, h.taken_back_minor, h.goodwill_minor) IS DISTINCT FROM
       (coalesce(s.given_back, 0), coalesce(s.released, 0), coalesce(s.taken_back, 0), coalesce(s.goodwill, 0))
UNION ALL
SELECT 'released twice: order ' || ref_id FROM ledger_transfer
 WHERE ref_kind = 'order' AND code = 'sale' GROUP BY ref_id HAVING count(*) > 1
