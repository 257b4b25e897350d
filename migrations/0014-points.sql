-- Values from which the innovation points of firms are reckoned (§5.1–5.3), with source and evidence; only ever added.

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
