-- Figures: marks by which a kept sum knows that it is still true, the status that each move led to (so that any past
-- day can be asked), editions of definitions, and passports of frozen numbers.

CREATE TABLE change_marks (
  zone_id uuid NOT NULL REFERENCES zones (id),
  name text NOT NULL,
  session integer NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (zone_id, name, session)
);

ALTER TABLE case_events ADD COLUMN status text;
CREATE INDEX case_events_unfilled ON case_events (zone_id, case_id) WHERE status IS NULL;
CREATE INDEX case_events_at ON case_events (zone_id, case_name, at);

CREATE TABLE figure_editions (
  zone_id uuid NOT NULL REFERENCES zones (id),
  figure_id text NOT NULL,
  edition text NOT NULL,
  hash text NOT NULL,
  definition jsonb NOT NULL,
  first_seen_at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, figure_id, edition, hash)
);
COMMENT ON TABLE figure_editions IS 'appendOnly';

CREATE TABLE figure_passports (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  code text NOT NULL,
  figure_id text NOT NULL,
  definition jsonb NOT NULL,
  asked jsonb NOT NULL,
  answer jsonb NOT NULL,
  record_count integer NOT NULL,
  records_hash text NOT NULL,
  hash text NOT NULL,
  signature text NOT NULL,
  frozen_at timestamptz NOT NULL,
  frozen_by uuid NOT NULL,
  frozen_by_name text NOT NULL,
  why text,
  PRIMARY KEY (zone_id, id)
);
COMMENT ON TABLE figure_passports IS 'appendOnly';
CREATE INDEX figure_passports_figure ON figure_passports (zone_id, figure_id, id);

CREATE TABLE figure_passport_records (
  zone_id uuid NOT NULL REFERENCES zones (id),
  passport_id uuid NOT NULL,
  place integer NOT NULL,
  record text NOT NULL,
  record_id uuid NOT NULL,
  version integer NOT NULL,
  amount numeric,
  at text,
  PRIMARY KEY (zone_id, passport_id, place),
  FOREIGN KEY (zone_id, passport_id) REFERENCES figure_passports (zone_id, id)
);
COMMENT ON TABLE figure_passport_records IS 'appendOnly';
CREATE INDEX figure_passport_records_row ON figure_passport_records (zone_id, record_id);

CREATE TABLE figure_periods (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  period text NOT NULL,
  frozen_at timestamptz NOT NULL,
  frozen_by uuid NOT NULL,
  frozen_by_name text NOT NULL,
  note text,
  missing jsonb NOT NULL,
  passport_ids uuid[] NOT NULL,
  PRIMARY KEY (zone_id, id)
);
CREATE UNIQUE INDEX figure_periods_period ON figure_periods (zone_id, period);
COMMENT ON TABLE figure_periods IS 'appendOnly';
