-- Lets a server count its transactions on from where a restored market's ended. Run by the owner, outside a transaction.
-- Events and transfers carry the transaction that wrote them, and positions are told in it: on a server that
-- counts from its own beginning, what is written after a restore would lie before what has been read, and never be seen.
DO $$
DECLARE last bigint;
BEGIN
    SELECT greatest((SELECT coalesce(max(xid::text::bigint), 0) FROM kernel_event),
                    (SELECT coalesce(max(xid::text::bigint), 0) FROM ledger_transfer),
                    (SELECT coalesce(max(xid), 0) FROM kernel_consumer),
                    (SELECT coalesce(max(xid), 0) FROM ledger_rollupposition)) INTO last;
    WHILE pg_current_xact_id()::text::bigint <= last LOOP
        COMMIT;
    END LOOP;
END $$
