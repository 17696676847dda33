#!/bin/bash
# The two logins of Pabrik, made once when the database is: its owner for `pabrik migrate`, and the server's. Run by the image of
# PostgreSQL; on a server of your own:
#   PGHOST=... POSTGRES_DB=pabrik PABRIK_OWNER_PASSWORD_FILE=... PABRIK_SERVER_PASSWORD_FILE=... docker/postgres/roles.sh
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --no-psqlrc --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" \
  --set=database="$POSTGRES_DB" \
  --set=owner_password="$(cat "$PABRIK_OWNER_PASSWORD_FILE")" \
  --set=server_password="$(cat "$PABRIK_SERVER_PASSWORD_FILE")" \
  --set=timezone="${APP_TIMEZONE:-Asia/Jakarta}" <<'SQL'
create role pabrik_owner login password :'owner_password' createrole createdb;
alter database :"database" owner to pabrik_owner;
create role pabrik_server login password :'server_password';

-- The roles that the first `pabrik migrate` would make; here already, so that the server's login can be put into them.
create role erp_admin nologin;
create role erp_app nologin;
create role erp_readonly nologin;
grant erp_admin, erp_app, erp_readonly to pabrik_owner with admin option;
grant erp_app to pabrik_server;
-- Restoring ends the sessions of the server, which are another login's; health and reports on speed read what other sessions do.
grant pg_signal_backend, pg_read_all_stats to pabrik_owner;
grant pg_read_all_stats to pabrik_server;

-- What a session of the server needs, kept by its login: a pooler in transaction mode passes none of it on.
alter role pabrik_server set role to 'erp_app';
alter role pabrik_server set search_path to 'erp';
alter role pabrik_server set timezone to :'timezone';
alter role pabrik_server set statement_timeout to '5000';
alter role pabrik_server set lock_timeout to '2500';
alter role pabrik_server set idle_in_transaction_session_timeout to '10000';
alter role pabrik_server set jit to 'off';

create extension if not exists pg_stat_statements;
SQL
