-- Uses of purchases that still count.  In: purchase_ids uuid[].   Index: use_once_per_purchase
SELECT id, promotion_id FROM promotions_use
 WHERE purchase_id = ANY (%(purchase_ids)s::uuid[]) AND given_back_at IS NULL
