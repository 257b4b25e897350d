-- Innovation points of firms (§5.1–5.3): schemes in draft (published ones are editions of rule packs), inputs with source
-- and evidence, scores with their trace, the ledger, rounds, objections, and the firm's signed passports.

CREATE TABLE points_scheme_drafts (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  edition text NOT NULL,
  body jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  published_at timestamptz,
  PRIMARY KEY (zone_id, id)
);

-- A later row for the same firm, year and indicator takes the earlier one's place; the earlier stays, so any past day can be asked.
CREATE TABLE points_inputs (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  firm_id uuid NOT NULL,
  year integer NOT NULL,
  indicator text NOT NULL,
  state text NOT NULL,
  value numeric,
  source text NOT NULL,
  evidence text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
COMMENT ON TABLE points_inputs IS 'appendOnly';
CREATE INDEX points_inputs_firm ON points_inputs (zone_id, firm_id, year, indicator, created_at);
CREATE INDEX points_inputs_year ON points_inputs (zone_id, year, firm_id);

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
  edition text,
  scored_on date,
  firms integer,
  public_from date,
  public_until date,
  frozen_on date,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX points_rounds_created ON points_rounds (zone_id, created_at, id);

-- A firm's score of a year as it stands; what it stood at before is in the ledger and can be computed again.
CREATE TABLE points_scores (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  firm_id uuid NOT NULL,
  year integer NOT NULL,
  round_id uuid,
  edition text NOT NULL,
  stage text,
  base numeric NOT NULL,
  bonus numeric NOT NULL,
  penalty numeric NOT NULL,
  score numeric NOT NULL,
  is_vetoed boolean NOT NULL,
  missing integer NOT NULL,
  state text NOT NULL,
  scored_on date NOT NULL,
  frozen_on date,
  trace jsonb NOT NULL,
  PRIMARY KEY (zone_id, id)
);
CREATE UNIQUE INDEX points_scores_firm ON points_scores (zone_id, firm_id, year);
CREATE INDEX points_scores_year ON points_scores (zone_id, year, score);
CREATE INDEX points_scores_created ON points_scores (zone_id, created_at, id);

-- The ledger of a firm's frozen points, in hundredths: added to, never changed; a correction is a reversing entry.
CREATE TABLE points_entries (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  firm_id uuid NOT NULL,
  year integer NOT NULL,
  seq integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('award', 'reversal')),
  amount integer NOT NULL,
  edition text NOT NULL,
  trace_hash text NOT NULL,
  entered_on date NOT NULL,
  at timestamptz NOT NULL,
  by_id uuid NOT NULL,
  by_name text NOT NULL,
  reverses_seq integer,
  why text,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (zone_id, id)
);
COMMENT ON TABLE points_entries IS 'appendOnly';
CREATE UNIQUE INDEX points_entries_seq ON points_entries (zone_id, firm_id, seq);
CREATE UNIQUE INDEX points_entries_reversed ON points_entries (zone_id, firm_id, reverses_seq) WHERE reverses_seq IS NOT NULL;

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
  firm_id uuid NOT NULL,
  year integer NOT NULL,
  indicator text,
  reason text NOT NULL,
  claimed numeric,
  score_before numeric,
  score_after numeric,
  decided_on date,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX points_objections_firm ON points_objections (zone_id, firm_id, created_at);
CREATE INDEX points_objections_created ON points_objections (zone_id, created_at, id);

-- Signed statements that the firm owns and hands out; kept whole, so that the same one can be downloaded again.
CREATE TABLE points_passports (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  firm_id uuid NOT NULL,
  year integer NOT NULL,
  number text NOT NULL,
  issued_at timestamptz NOT NULL,
  issued_by uuid NOT NULL,
  valid_until date NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (zone_id, id)
);
COMMENT ON TABLE points_passports IS 'appendOnly';
CREATE INDEX points_passports_firm ON points_passports (zone_id, firm_id, issued_at);

-- To whom a passport was shown, with which indicators disclosed.
CREATE TABLE points_passport_showings (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  passport_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  receiver_id uuid NOT NULL,
  disclosed text[] NOT NULL,
  shown_at timestamptz NOT NULL,
  shown_by uuid NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX points_passport_showings_receiver ON points_passport_showings (zone_id, receiver_id, shown_at);
CREATE INDEX points_passport_showings_firm ON points_passport_showings (zone_id, firm_id, shown_at);
