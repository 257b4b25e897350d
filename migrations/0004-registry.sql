-- Firms, social organisations, people, places, departments, providers; what merges leave behind.

CREATE TABLE places (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  kind text NOT NULL,
  parent_id uuid,
  address text,
  note text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, parent_id) REFERENCES places (zone_id, id)
);
CREATE UNIQUE INDEX places_name ON places (zone_id, name) WHERE ended_on IS NULL;
CREATE INDEX places_parent ON places (zone_id, parent_id);

CREATE TABLE firms (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  uscc text,
  short_name text,
  former_names text,
  park_id uuid,
  building_id uuid,
  address text,
  industry_segment text,
  scale_class text,
  ownership text,
  status text NOT NULL,
  status_since date,
  registered_on date,
  registered_capital bigint,
  employees integer,
  is_key boolean,
  is_high_tech boolean,
  is_listed boolean,
  is_talent_enterprise boolean,
  is_internet boolean,
  contact_name text,
  contact_phone text,
  contact_phone_index text,
  note text,
  merged_into_id uuid,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, park_id) REFERENCES places (zone_id, id),
  FOREIGN KEY (zone_id, building_id) REFERENCES places (zone_id, id),
  FOREIGN KEY (zone_id, merged_into_id) REFERENCES firms (zone_id, id)
);
CREATE UNIQUE INDEX firms_uscc ON firms (zone_id, uscc) WHERE ended_on IS NULL;
CREATE INDEX firms_phone ON firms (zone_id, contact_phone_index) WHERE contact_phone_index IS NOT NULL;
CREATE INDEX firms_park ON firms (zone_id, park_id, building_id);
CREATE INDEX firms_segment ON firms (zone_id, industry_segment, status);
CREATE INDEX firms_merged ON firms (zone_id, merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE social_organisations (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  uscc text,
  kind text,
  is_internet boolean,
  park_id uuid,
  address text,
  registered_on date,
  contact_name text,
  contact_phone text,
  contact_phone_index text,
  note text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, park_id) REFERENCES places (zone_id, id)
);
CREATE UNIQUE INDEX social_organisations_uscc ON social_organisations (zone_id, uscc) WHERE ended_on IS NULL;
CREATE INDEX social_organisations_park ON social_organisations (zone_id, park_id);

CREATE TABLE people (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  firm_id uuid,
  post text,
  is_talent boolean,
  phone text,
  phone_index text,
  id_number text,
  id_number_index text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
CREATE INDEX people_firm ON people (zone_id, firm_id);
CREATE INDEX people_phone ON people (zone_id, phone_index) WHERE phone_index IS NOT NULL;
CREATE UNIQUE INDEX people_id_number ON people (zone_id, id_number_index) WHERE ended_on IS NULL;

CREATE TABLE departments (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  short_name text,
  kind text NOT NULL,
  leader_name text,
  leader_id uuid,
  phone text,
  duties text,
  PRIMARY KEY (zone_id, id)
);
CREATE UNIQUE INDEX departments_name ON departments (zone_id, name) WHERE ended_on IS NULL;

CREATE TABLE providers (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  kind text NOT NULL,
  uscc text,
  offers text,
  address text,
  contact_name text,
  contact_phone text,
  contact_phone_index text,
  note text,
  PRIMARY KEY (zone_id, id)
);
CREATE UNIQUE INDEX providers_name ON providers (zone_id, name) WHERE ended_on IS NULL;

-- A row that was merged into another: events, which are never rewritten, are read as if they named that one.
CREATE TABLE record_aliases (
  zone_id uuid NOT NULL REFERENCES zones (id),
  record text NOT NULL,
  id uuid NOT NULL,
  into_id uuid NOT NULL,
  PRIMARY KEY (zone_id, id)
);

-- One merge with everything it changed, so that it can be undone exactly.
CREATE TABLE firm_merges (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  from_id uuid NOT NULL,
  into_id uuid NOT NULL,
  at timestamptz NOT NULL,
  by_id uuid NOT NULL,
  by_name text NOT NULL,
  why text NOT NULL,
  snapshot jsonb NOT NULL,
  undone_at timestamptz,
  undone_by_name text,
  undone_why text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, from_id) REFERENCES firms (zone_id, id),
  FOREIGN KEY (zone_id, into_id) REFERENCES firms (zone_id, id)
);
CREATE INDEX firm_merges_into ON firm_merges (zone_id, into_id);
CREATE INDEX firm_merges_from ON firm_merges (zone_id, from_id);

-- Pairs that somebody looked at and found to be two firms; a_id < b_id.
CREATE TABLE firms_told_apart (
  zone_id uuid NOT NULL REFERENCES zones (id),
  a_id uuid NOT NULL,
  b_id uuid NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, a_id, b_id)
);

-- The search box: what begins with the query comes off these two in order, however many rows contain it.
CREATE INDEX search_entries_start ON search_entries (zone_id, record, left(keys, 40) text_pattern_ops);
CREATE INDEX search_entries_spelt ON search_entries (zone_id, record, left(sort_key, 40) text_pattern_ops);

-- How well a row fits: 0 its title begins so, 1 its title contains it, 2 its pinyin or another field begins
-- so, 3 the rest. `keys` begins with the title, squeezed.
CREATE FUNCTION search_rank(p_keys text, p_whole text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_keys LIKE p_whole || '%' THEN 0
    WHEN split_part(p_keys, ' ', 1) LIKE '%' || p_whole || '%' THEN 1
    WHEN p_keys LIKE '% ' || p_whole || '%' THEN 2 ELSE 3 END
$$;

-- The best hits of one record. Rows that merely contain the query are looked at up to a cap: a single
-- character is in nearly every name, and nobody reads past the first few.
CREATE FUNCTION search_hits(p_record text, p_grams text[], p_patterns text[], p_whole text, p_most integer)
RETURNS TABLE (id uuid, title text, rank integer) LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY EXECUTE
    'SELECT f.id, f.title, min(f.rank) AS rank FROM (
       (SELECT e.id, e.title, 0 AS rank FROM search_entries e
        WHERE e.zone_id = $6 AND e.record = $1 AND left(e.keys, 40) LIKE $7
        ORDER BY left(e.keys, 40) USING ~<~ LIMIT $5)
       UNION ALL
       (SELECT e.id, e.title, 2 FROM search_entries e
        WHERE e.zone_id = $6 AND e.record = $1 AND left(e.sort_key, 40) LIKE $7
        ORDER BY left(e.sort_key, 40) USING ~<~ LIMIT $5)
       UNION ALL
       (SELECT w.id, w.title, search_rank(w.keys, $4) FROM (
          SELECT e.id, e.title, e.keys FROM search_entries e
          WHERE e.zone_id = $6 AND e.record = $1 AND e.grams @> $2 AND e.keys LIKE ALL ($3) LIMIT 1000) w)
     ) f GROUP BY f.id, f.title ORDER BY 3, length(f.title), f.title LIMIT $5'
    USING p_record, p_grams, p_patterns, p_whole, p_most,
      nullif(current_setting('app.zone_id', true), '')::uuid, p_whole || '%';
END $$;
