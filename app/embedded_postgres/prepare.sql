-- What the superuser prepares, at every start, so that Kontor's owner never needs to be one.
-- Written for psql; each statement may be repeated.
\set ON_ERROR_STOP on
set client_min_messages = warning;

select 'create role kontor_owner login createrole nosuperuser nocreatedb'
 where not exists (select from pg_roles where rolname = 'kontor_owner')
\gexec

-- In the template, for databases to come.
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gin;
create extension if not exists pg_stat_statements;

-- A template that somebody is connected to can't be copied.
\connect postgres
set client_min_messages = warning;

select 'create database kontor owner kontor_owner'
 where not exists (select from pg_database where datname = 'kontor')
\gexec

-- Again for a database that is older than this list.
\connect kontor
set client_min_messages = warning;
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gin;
create extension if not exists pg_stat_statements;
