-- Parcels as their scans left them.  In: ids uuid[], states text[], last_scans, deliveries, hand_overs timestamptz[],
-- collected bigint[] (minor units; each null where unknown)   Index: fulfilment_parcel_pkey
UPDATE fulfilment_parcel AS p
   SET state = s.state, last_scan_at = s.last_scan_at, delivered_at = s.delivered_at,
       handed_over_at = s.handed_over_at, collected_minor = s.collected_minor
  FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(last_scans)s::timestamptz[], %(deliveries)s::timestamptz[],
              %(hand_overs)s::timestamptz[], %(collected)s::bigint[])
       AS s (id, state, last_scan_at, delivered_at, handed_over_at, collected_minor)
 WHERE p.id = s.id
