-- A year's points: reckoned, made public, objected to, frozen (§5.3); and the ledger in which frozen points stand.

CREATE TABLE points_rounds (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  status text NOT NULL,
  status_since timestamptz NOT NULL,
  due_at timestamptz,
  yellow_at timestamptz,
  paused boolean NOT NULL,
  ever_overdue boolean NOT NULL,
  title text NOT NULL,
  year integer NOT NULL,
  edition text NOT NULL,
  scored_on date,
  firms integer NOT NULL,
  published_on date,
  frozen_on date,
  corrections integer NOT NULL,
  PRIMARY KEY (zone_id, id)
);
CREATE UNIQUE INDEX points_rounds_year ON points_rounds (zone_id, year) WHERE status <> 'cancelled';
CREATE INDEX points_rounds_created ON points_rounds (zone_id, created_at, id);

CREATE TABLE points_objections (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  status text NOT NULL,
  status_since timestamptz NOT NULL,
  due_at timestamptz,
  yellow_at timestamptz,
  paused boolean NOT NULL,
  ever_overdue boolean NOT NULL,
  title text NOT NULL,
  round_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  indicator text NOT NULL,
  says text NOT NULL,
  evidence text,
  raised_on date NOT NULL,
  decided_on date,
  answer text,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX points_objections_round ON points_objections (zone_id, round_id, status);
CREATE INDEX points_objections_firm ON points_objections (zone_id, firm_id);
CREATE INDEX points_objections_created ON points_objections (zone_id, created_at, id);

-- What a firm was reckoned at, each time: the moment and the edition give the whole reckoning again, since inputs are only ever added.
CREATE TABLE points_scores (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  round_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  year integer NOT NULL,
  attempt integer NOT NULL,
  edition text NOT NULL,
  registered_on date,
  stage text,
  score numeric NOT NULL,
  is_vetoed boolean NOT NULL,
  missing integer NOT NULL,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
COMMENT ON TABLE points_scores IS 'appendOnly';
CREATE UNIQUE INDEX points_scores_attempt ON points_scores (zone_id, round_id, firm_id, attempt);
CREATE INDEX points_scores_firm ON points_scores (zone_id, firm_id, year);

-- The ledger of points: an account is a firm's year; a correction is the negative of what stood, and the new one.
CREATE TABLE points_entries (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  firm_id uuid NOT NULL,
  year integer NOT NULL,
  seq integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('frozen', 'reversal', 'correction')),
  points numeric NOT NULL,
  entered_on date NOT NULL,
  round_id uuid NOT NULL,
  score_id uuid NOT NULL,
  note text,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
COMMENT ON TABLE points_entries IS 'appendOnly';
CREATE UNIQUE INDEX points_entries_seq ON points_entries (zone_id, firm_id, year, seq);
CREATE INDEX points_entries_round ON points_entries (zone_id, round_id);
