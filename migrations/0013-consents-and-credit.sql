-- Points and finance: who may see what of a firm (consents, and every look they allowed), credit products,
-- and lines with their ledger.

CREATE TABLE consents (
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
  receiver_id uuid NOT NULL,
  purpose text NOT NULL,
  scopes text[] NOT NULL,
  wording text NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  given_by uuid,
  withdrawn_on date,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX consents_receiver ON consents (zone_id, receiver_id, firm_id) WHERE status = 'inForce';
CREATE INDEX consents_firm ON consents (zone_id, firm_id, created_at);

-- Every look of a receiver at what a consent opened to them; the firm reads the list.
CREATE TABLE consent_looks (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  consent_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  receiver_id uuid NOT NULL,
  user_id uuid NOT NULL,
  user_name text NOT NULL,
  at timestamptz NOT NULL,
  record text NOT NULL,
  record_id uuid NOT NULL,
  scope text NOT NULL,
  how text NOT NULL CHECK (how IN ('read', 'found', 'passport')),
  PRIMARY KEY (zone_id, id)
);
COMMENT ON TABLE consent_looks IS 'appendOnly';
CREATE INDEX consent_looks_firm ON consent_looks (zone_id, firm_id, at DESC);

CREATE TABLE credit_products (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  bank_id uuid NOT NULL,
  cap bigint NOT NULL,
  term_months integer NOT NULL,
  spread_bp integer NOT NULL,
  is_revolving boolean,
  guaranteed_percent integer,
  qualifications text[],
  purpose text,
  answer_days integer,
  papers text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, bank_id) REFERENCES providers (zone_id, id)
);
CREATE UNIQUE INDEX credit_products_name ON credit_products (zone_id, name) WHERE ended_on IS NULL;
CREATE INDEX credit_products_bank ON credit_products (zone_id, bank_id);

-- A line granted: line, drawn and balance are three amounts, each the sum of its entries.
CREATE TABLE credit_lines (
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
  product_id uuid NOT NULL,
  bank_id uuid NOT NULL,
  replaces_id uuid,
  replaced_by_id uuid,
  line bigint NOT NULL,
  drawn bigint NOT NULL,
  balance bigint NOT NULL,
  rate_bp integer,
  granted_on date NOT NULL,
  valid_until date NOT NULL,
  next_due_on date,
  extended integer NOT NULL,
  closed_on date,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX credit_lines_firm ON credit_lines (zone_id, firm_id, product_id);
CREATE INDEX credit_lines_bank ON credit_lines (zone_id, bank_id, next_due_on);
CREATE INDEX credit_lines_due ON credit_lines (zone_id, next_due_on) WHERE next_due_on IS NOT NULL;
CREATE INDEX credit_lines_created ON credit_lines (zone_id, created_at, id);

-- The ledger: added to, never changed. book 'line', 'drawn', 'repaid'; a correction is a reversing entry.
CREATE TABLE credit_entries (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  line_id uuid NOT NULL,
  bank_id uuid NOT NULL,
  product_id uuid NOT NULL,
  seq integer NOT NULL,
  book text NOT NULL CHECK (book IN ('line', 'drawn', 'repaid')),
  kind text NOT NULL,
  amount bigint NOT NULL CHECK (amount <> 0),
  entered_on date NOT NULL,
  due_on date,
  rate_bp integer,
  reference text NOT NULL,
  reverses_seq integer,
  note text,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, line_id) REFERENCES credit_lines (zone_id, id)
);
COMMENT ON TABLE credit_entries IS 'appendOnly';
CREATE UNIQUE INDEX credit_entries_seq ON credit_entries (zone_id, line_id, seq);
CREATE UNIQUE INDEX credit_entries_reference ON credit_entries (zone_id, bank_id, book, reference) WHERE reverses_seq IS NULL;
CREATE UNIQUE INDEX credit_entries_reversed ON credit_entries (zone_id, line_id, reverses_seq) WHERE reverses_seq IS NOT NULL;
