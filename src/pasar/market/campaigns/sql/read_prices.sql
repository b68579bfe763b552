-- The campaign prices in force at a moment for these SKUs.  In: sku_ids bigint[], at timestamptz   Index: enrolment_by_sku
SELECT sku_id, id, version, price_minor, was_minor, ends_at
  FROM campaigns_enrolment
 WHERE sku_id = ANY (%(sku_ids)s::bigint[]) AND state = 'in'
   AND starts_at <= %(at)s::timestamptz AND ends_at > %(at)s::timestamptz
 ORDER BY sku_id, id
