-- Keeps a carrier's notice, once per its event.  In: carrier_key text, event_id text, raw bytea, at timestamptz
INSERT INTO fulfilment_carriernotice (carrier_key, event_id, raw, received_at, state, problem)
VALUES (%(carrier_key)s, %(event_id)s, %(raw)s, %(at)s, 'received', '')
    ON CONFLICT ON CONSTRAINT carrier_notice_once DO NOTHING
