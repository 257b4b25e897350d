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
