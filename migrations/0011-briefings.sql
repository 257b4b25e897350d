-- 简报: a draft is edited under its version; what was issued stays as it was, with the passports of its numbers.
CREATE TABLE briefings (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version int NOT NULL DEFAULT 1,
  status text NOT NULL CHECK (status IN ('draft', 'issued', 'withdrawn')),
  draft jsonb NOT NULL,
  number int,
  year int,
  issued jsonb,
  passport_ids uuid[] NOT NULL DEFAULT '{}',
  withdrawn_why text,
  changed_at timestamptz NOT NULL,
  changed_by uuid NOT NULL,
  changed_by_name text NOT NULL,
  issued_at timestamptz,
  issued_by_name text,
  PRIMARY KEY (zone_id, id),
  CHECK ((status = 'draft') = (issued IS NULL))
);
-- one number a year under a name
CREATE UNIQUE INDEX briefings_number ON briefings (zone_id, (draft ->> 'mark'), year, number) WHERE number IS NOT NULL;
CREATE INDEX briefings_passports ON briefings USING gin (passport_ids);
