-- Notices from outside that were taken twice, or that nobody has read.  In: now timestamptz (15 minutes are allowed)
SELECT provider || ' ' || event_id AS problem FROM payments_notice GROUP BY provider, event_id HAVING count(*) > 1
UNION ALL
SELECT carrier_key || ' ' || event_id FROM fulfilment_carriernotice GROUP BY carrier_key, event_id HAVING count(*) > 1
UNION ALL
SELECT 'payment notice ' || id || ' waits' FROM payments_notice
 WHERE state = 'received' AND received_at < %(now)s::timestamptz - interval '15 minutes'
UNION ALL
SELECT 'carrier notice ' || id || ' waits' FROM fulfilment_carriernotice
 WHERE state = 'received' AND received_at < %(now)s::timestamptz - interval '15 minutes'
