-- Backups and restore drills of the whole installation: they belong to no zone.
CREATE TABLE operation_runs (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('backup', 'drill')),
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  -- null while it runs, and for ever when its process was killed
  good boolean,
  file text NOT NULL,
  bytes bigint,
  row_count bigint,
  -- what went wrong, in the words of whoever found it
  fault text
);
CREATE INDEX operation_runs_began ON operation_runs (kind, began_at DESC);
