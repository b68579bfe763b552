-- Addresses that belong to the customers named with them.
-- In: customer_ids, address_ids bigint[], pairs.   Index: identity_address_pkey
SELECT a.customer_id, a.id AS address_id, a.recipient, a.phone, a.area_code, a.area_text, a.postcode, a.line1,
       a.line2, a.landmark, a.zone
  FROM unnest(%(customer_ids)s::bigint[], %(address_ids)s::bigint[]) AS w (customer_id, address_id)
  JOIN identity_address AS a ON a.id = w.address_id AND a.customer_id = w.customer_id
