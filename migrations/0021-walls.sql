-- The last link of each day, signed by the installation: whoever owns the database but not the secret cannot rewrite a past day.
CREATE TABLE audit_heads (
  zone_id uuid NOT NULL REFERENCES zones (id),
  day date NOT NULL,
  seq integer NOT NULL,
  hash text NOT NULL,
  signature text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, day)
);
COMMENT ON TABLE audit_heads IS 'appendOnly';

-- What the retention job let go of, and why; never what it was.
CREATE TABLE deletion_log (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  what text NOT NULL,
  rule text NOT NULL,
  before_on date NOT NULL,
  rows integer NOT NULL,
  PRIMARY KEY (zone_id, id)
);
COMMENT ON TABLE deletion_log IS 'appendOnly';
CREATE INDEX deletion_log_at ON deletion_log (zone_id, at);
