-- The roles of a market's server; run by its superuser, as often as wanted.
--   pasar_owner    owns the tables: migrations, nothing else
--   pasar_app      the application: owns nothing, changes rows only
--   pasar_outside  owns the databases of a sandbox's bank and carrier, sees nothing of the market
DO $$
DECLARE wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['pasar_owner', 'pasar_app', 'pasar_outside'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', wanted);
        END IF;
    END LOOP;
END $$
