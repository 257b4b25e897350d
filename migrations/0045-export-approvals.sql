-- Files with many rows about people go out on a second person's word (§12.1).
CREATE TABLE export_approvals (
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
  record text NOT NULL,
  conditions text NOT NULL,
  rows integer NOT NULL,
  why text NOT NULL,
  asked_by_id uuid NOT NULL,
  asked_on date NOT NULL,
  decided_by_id uuid,
  decided_on date,
  taken integer NOT NULL,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX export_approvals_asked ON export_approvals (zone_id, asked_by_id, record);
