-- 一表通: forms asked for from above, what each of their blanks is filled from, their fillings, and answers that are kept.
CREATE TABLE upward_forms (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version int NOT NULL DEFAULT 1,
  -- title, asker, document, purpose, due day, period
  head jsonb NOT NULL,
  expires_on date NOT NULL,
  file_name text NOT NULL,
  file_kind text NOT NULL CHECK (file_kind IN ('xlsx', 'docx')),
  content bytea NOT NULL,
  grids jsonb NOT NULL,
  blanks jsonb NOT NULL,
  mapping jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  created_by_name text NOT NULL,
  PRIMARY KEY (zone_id, id)
);

CREATE TABLE form_fillings (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version int NOT NULL DEFAULT 1,
  form_id uuid NOT NULL,
  as_of date NOT NULL,
  subjects jsonb NOT NULL DEFAULT '{}',
  answers jsonb NOT NULL DEFAULT '{}',
  opened_at timestamptz NOT NULL,
  opened_by uuid NOT NULL,
  opened_by_name text NOT NULL,
  -- set when it was taken away, with the very file and what stood behind each number
  exported_at timestamptz,
  cells jsonb,
  content bytea,
  fields int,
  prefilled int,
  minutes int,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, form_id) REFERENCES upward_forms (zone_id, id)
);
CREATE INDEX form_fillings_form ON form_fillings (zone_id, form_id);

-- what a person said once is not asked again while it is valid
CREATE TABLE form_answers (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  key text NOT NULL,
  label text NOT NULL,
  value text NOT NULL,
  source text,
  form_title text NOT NULL,
  given_at timestamptz NOT NULL,
  given_by_name text NOT NULL,
  valid_until date NOT NULL,
  PRIMARY KEY (zone_id, id)
);
COMMENT ON TABLE form_answers IS 'appendOnly';
CREATE INDEX form_answers_key ON form_answers (zone_id, key, given_at DESC);
