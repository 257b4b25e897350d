import type pg from 'pg';

/**
 * What `distribute` meets of Citus, for machines that have none: the functions by their names, a catalogue, and the refusals that
 * were met on a real cluster (13.2), so that a wrong order fails. Rows leave for a table in the schema `nodes`, as they would.
 */
export async function installStandIn(client: pg.Client): Promise<void> {
  await client.query('SET allow_system_table_mods = on');
  await client.query(standIn);
}

const standIn = `
INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
  VALUES (16000, 'citus', 10, 'pg_catalog'::regnamespace, false, 'stand-in');
CREATE SCHEMA nodes;
CREATE TABLE nodes.calls (place serial, what text);
CREATE TABLE nodes.dies (what text);
CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass PRIMARY KEY, partmethod "char", repmodel "char", colocated_with text);
CREATE TABLE pg_catalog.pg_dist_object (classid oid, objid oid);

CREATE FUNCTION nodes.note(p_what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO nodes.calls (what) VALUES (p_what);
  -- a kill: the session ends in the middle of its transaction
  IF EXISTS (SELECT 1 FROM nodes.dies WHERE what = p_what) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
END $$;

CREATE FUNCTION nodes.take(p_table regclass, p_method "char", p_model "char", p_beside text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE f record;
BEGIN
  IF EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = p_table) THEN
    RAISE EXCEPTION 'table "%" is already distributed', p_table;
  END IF;
  FOR f IN SELECT * FROM pg_constraint WHERE contype = 'f' AND (conrelid = p_table OR confrelid = p_table) LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = f.confrelid AND f.confrelid <> p_table) THEN
      RAISE EXCEPTION 'cannot create foreign key constraint: % is neither a distributed nor a reference table', f.confrelid::regclass;
    END IF;
    IF f.conrelid <> p_table THEN RAISE EXCEPTION 'a local table refers to %', p_table; END IF;
  END LOOP;
  EXECUTE format('CREATE TABLE nodes.%I AS TABLE %s', p_table::text, p_table);
  INSERT INTO pg_dist_partition VALUES (p_table, p_method, p_model, p_beside);
END $$;

CREATE FUNCTION pg_catalog.create_reference_table(table_name regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM nodes.take(table_name, 'n', 't', NULL);
  PERFORM nodes.note('everywhere ' || table_name);
END $$;

CREATE FUNCTION pg_catalog.create_distributed_table(table_name regclass, distribution_column text, colocate_with text DEFAULT 'default')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = table_name AND i.indisunique AND NOT EXISTS (
      SELECT 1 FROM pg_attribute a WHERE a.attrelid = table_name AND a.attname = distribution_column AND a.attnum = ANY(i.indkey))) THEN
    RAISE EXCEPTION 'cannot create constraint on "%": it has a unique index without %', table_name, distribution_column;
  END IF;
  IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = table_name AND NOT tgisinternal) THEN
    RAISE EXCEPTION 'cannot distribute relation "%" because it has triggers', table_name;
  END IF;
  IF colocate_with NOT IN ('none', 'default') AND NOT EXISTS (
      SELECT 1 FROM pg_dist_partition WHERE logicalrelid = colocate_with::regclass AND partmethod = 'h') THEN
    RAISE EXCEPTION 'relation % is not distributed', colocate_with;
  END IF;
  PERFORM nodes.take(table_name, 'h', 's', colocate_with);
  PERFORM nodes.note('spread ' || table_name);
END $$;

-- TRUNCATE itself refuses where a reference stands
CREATE FUNCTION pg_catalog.truncate_local_data_after_distributing_table(function_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = function_table) THEN
    RAISE EXCEPTION 'supplied parameter is not a distributed relation';
  END IF;
  EXECUTE format('TRUNCATE %s', function_table);
  PERFORM nodes.note('emptied ' || function_table);
END $$;

CREATE FUNCTION pg_catalog.create_distributed_function(function_name regprocedure) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO pg_dist_object VALUES ('pg_proc'::regclass, function_name);
  PERFORM nodes.note('function ' || function_name);
END $$;`;
