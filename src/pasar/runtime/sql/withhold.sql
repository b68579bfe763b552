-- Before a restore: tables are made with no rights for the application, and get from the dump just those they had. What
-- `grants.sql` gives by default would stay on tables whose packages took it back.
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM pasar_app;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON SEQUENCES FROM pasar_app;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM pasar_app
