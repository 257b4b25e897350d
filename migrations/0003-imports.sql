-- Sheets on their way in. The file goes a day after its batch began; what undoing needs stays thirty days, sealed.
CREATE TABLE import_batches (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  record text NOT NULL,
  file_name text NOT NULL,
  file bytea,
  state text NOT NULL CHECK (state IN ('uploaded', 'checked', 'committed', 'undone')),
  sheet text,
  header_row integer,
  mapping jsonb,
  counts jsonb,
  rows jsonb,
  applied_sealed text,
  created_by uuid NOT NULL,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  committed_at timestamptz,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX import_batches_record ON import_batches (zone_id, record, created_at);
