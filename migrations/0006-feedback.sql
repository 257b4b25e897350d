-- What people say of the system itself.
CREATE TABLE feedback_entries (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  text text NOT NULL,
  page text,
  by_id uuid,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX feedback_entries_created ON feedback_entries (zone_id, created_at, id);
