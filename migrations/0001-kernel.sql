-- The ground floor. Every table with zone_id is fenced (row-level security, grants) by the migrator itself,
-- so no migration can forget it; a table comment of 'appendOnly' grants SELECT and INSERT alone.

CREATE TABLE zones (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}',
  is_example boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL
);

CREATE TABLE audit_entries (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor_id uuid NOT NULL,
  actor_name text NOT NULL,
  ip text NOT NULL,
  action text NOT NULL,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  result text NOT NULL CHECK (result IN ('done', 'refused')),
  why text,
  before jsonb,
  after jsonb,
  hash text NOT NULL,
  PRIMARY KEY (zone_id, id)
);
COMMENT ON TABLE audit_entries IS 'appendOnly';
CREATE INDEX audit_entries_subject ON audit_entries (zone_id, subject_kind, subject_id, id);

-- One link of the chain: the entries it covers, and a hash over theirs and the previous link's.
CREATE TABLE audit_seals (
  zone_id uuid NOT NULL REFERENCES zones (id),
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  entry_ids uuid[] NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (zone_id, seq)
);
COMMENT ON TABLE audit_seals IS 'appendOnly';

-- Entries that no link covers yet; the sealer takes them from here.
CREATE TABLE audit_unsealed (
  zone_id uuid NOT NULL REFERENCES zones (id),
  entry_id uuid NOT NULL,
  PRIMARY KEY (zone_id, entry_id)
);

CREATE TABLE search_entries (
  zone_id uuid NOT NULL REFERENCES zones (id),
  record text NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  sort_key text NOT NULL,
  keys text NOT NULL,
  grams text[] NOT NULL,
  PRIMARY KEY (zone_id, record, id)
);
CREATE INDEX search_entries_grams ON search_entries USING gin (grams);
CREATE INDEX search_entries_sort ON search_entries (zone_id, record, sort_key, id);

-- Array containment and LIKE are not leakproof, so under row-level security no index would serve them.
-- This function is the owner's, looks at the caller's own zone alone, and plans with the values at hand.
CREATE FUNCTION search_ids(p_record text, p_grams text[], p_patterns text[], p_most integer)
RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN QUERY EXECUTE
    'SELECT id FROM search_entries WHERE zone_id = nullif(current_setting(''app.zone_id'', true), '''')::uuid
       AND record = $1 AND grams @> $2 AND keys LIKE ALL ($3) LIMIT $4'
    USING p_record, p_grams, p_patterns, p_most;
END $$;

CREATE TABLE case_events (
  zone_id uuid NOT NULL REFERENCES zones (id),
  case_id uuid NOT NULL,
  seq integer NOT NULL,
  case_name text NOT NULL,
  move text NOT NULL,
  at timestamptz NOT NULL,
  actor_id uuid NOT NULL,
  actor_name text NOT NULL,
  actor_roles text[] NOT NULL,
  input jsonb NOT NULL,
  PRIMARY KEY (zone_id, case_id, seq)
);
COMMENT ON TABLE case_events IS 'appendOnly';

CREATE TABLE case_tasks (
  zone_id uuid NOT NULL REFERENCES zones (id),
  case_id uuid NOT NULL,
  task text NOT NULL,
  case_name text NOT NULL,
  holder_kind text NOT NULL,
  holder_id text NOT NULL,
  moves text[] NOT NULL,
  clock text,
  due_at timestamptz,
  yellow_at timestamptz,
  paused boolean NOT NULL DEFAULT false,
  since timestamptz NOT NULL,
  PRIMARY KEY (zone_id, case_id, task)
);
CREATE INDEX case_tasks_holder ON case_tasks (zone_id, holder_kind, holder_id, due_at);

-- Who was ever concerned with a case, for policies that look through it.
CREATE TABLE case_parties (
  zone_id uuid NOT NULL REFERENCES zones (id),
  case_id uuid NOT NULL,
  party_id uuid NOT NULL,
  PRIMARY KEY (zone_id, party_id, case_id)
);
CREATE INDEX case_parties_case ON case_parties (zone_id, case_id);

CREATE TABLE case_clocks (
  zone_id uuid NOT NULL REFERENCES zones (id),
  case_id uuid NOT NULL,
  clock text NOT NULL,
  case_name text NOT NULL,
  started_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  yellow_at timestamptz NOT NULL,
  stopped_at timestamptz,
  paused boolean NOT NULL,
  -- when the sweep must look again: the next colour, or the end of a pause
  look_at timestamptz,
  PRIMARY KEY (zone_id, case_id, clock)
);
CREATE INDEX case_clocks_look ON case_clocks (zone_id, look_at) WHERE look_at IS NOT NULL;

CREATE TABLE idempotency_keys (
  zone_id uuid NOT NULL REFERENCES zones (id),
  actor_id uuid NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  answer jsonb,
  at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, actor_id, key)
);

CREATE TABLE saved_views (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  path text NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX saved_views_user ON saved_views (zone_id, user_id, path);

CREATE TABLE attachments (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  case_name text NOT NULL,
  case_id uuid NOT NULL,
  file_name text NOT NULL,
  content_type text NOT NULL,
  size integer NOT NULL,
  content bytea NOT NULL,
  uploaded_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX attachments_case ON attachments (zone_id, case_id);

CREATE TABLE rule_packs (
  zone_id uuid NOT NULL REFERENCES zones (id),
  code text NOT NULL,
  edition text NOT NULL,
  effective_from date NOT NULL,
  source text NOT NULL,
  confidence text NOT NULL CHECK (confidence IN ('A', 'S', 'MH', 'MU', 'D')),
  params jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, code, edition)
);

CREATE TABLE work_calendar_entries (
  zone_id uuid NOT NULL REFERENCES zones (id),
  date date NOT NULL,
  is_workday boolean NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (zone_id, date)
);

-- A year counts as loaded when its State Council notice has been entered, even were it to list no exception.
CREATE TABLE work_calendar_years (
  zone_id uuid NOT NULL REFERENCES zones (id),
  year integer NOT NULL,
  source text NOT NULL,
  PRIMARY KEY (zone_id, year)
);

-- Only one server process at a time sweeps a zone; a lease, since advisory locks hold per node only.
CREATE TABLE job_leases (
  name text PRIMARY KEY,
  holder uuid NOT NULL,
  until timestamptz NOT NULL
);
