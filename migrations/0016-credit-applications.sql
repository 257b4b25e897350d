-- Applications for credit (§5.4): what a firm is and what speaks against it, the application, and the line it led to.

CREATE TABLE firm_qualifications (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  firm_id uuid NOT NULL,
  kind text NOT NULL,
  number text,
  from_on date NOT NULL,
  until_on date,
  source text NOT NULL,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
CREATE INDEX firm_qualifications_firm ON firm_qualifications (zone_id, firm_id);

-- What may veto credit: 失信, environment rating, tax grade, overdue loans, serious violations.
CREATE TABLE credit_facts (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  firm_id uuid NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  from_on date NOT NULL,
  until_on date,
  source text NOT NULL,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
CREATE INDEX credit_facts_firm ON credit_facts (zone_id, firm_id, kind);

CREATE TABLE credit_applications (
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
  -- the bank again, once the zone has sent it there: what the firm's consent opens
  sent_to_id uuid,
  amount bigint NOT NULL,
  term_months integer NOT NULL,
  use_of_funds text,
  is_eligible boolean NOT NULL,
  suggested_line bigint,
  score numeric,
  promised_rate_bp integer,
  promised_days integer,
  submitted_on date NOT NULL,
  recommended_on date,
  decided_on date,
  decision text,
  line bigint,
  rate_bp integer,
  bank_days integer,
  line_id uuid,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX credit_applications_firm ON credit_applications (zone_id, firm_id, created_at);
CREATE INDEX credit_applications_bank ON credit_applications (zone_id, sent_to_id, status);
CREATE INDEX credit_applications_created ON credit_applications (zone_id, created_at, id);

ALTER TABLE credit_lines ADD COLUMN application_id uuid, ADD COLUMN reference text;

-- A reversed entry may be made again under the bank's own number, so one number may stand twice; the line's own
-- server asks, one bank at a time, whether an unreversed entry has it.
DROP INDEX credit_entries_reference;
CREATE INDEX credit_entries_reference ON credit_entries (zone_id, bank_id, book, reference);
