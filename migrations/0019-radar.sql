-- What falls due (§5.4, the loan that fell due before the customers paid): dates a firm keeps, receivables it chooses to share,
-- banks asked about one due thing, and the days on which the radar first spoke.

CREATE TABLE obligations (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  firm_id uuid NOT NULL,
  kind text NOT NULL,
  amount bigint,
  due_on date NOT NULL,
  bank_id uuid,
  counterparty text,
  note text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
CREATE INDEX obligations_due ON obligations (zone_id, due_on) WHERE ended_on IS NULL;
CREATE INDEX obligations_firm ON obligations (zone_id, firm_id);

CREATE TABLE receivables (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  firm_id uuid NOT NULL,
  payer text NOT NULL,
  amount bigint NOT NULL,
  due_on date NOT NULL,
  settled_on date,
  is_shared boolean,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
CREATE INDEX receivables_firm ON receivables (zone_id, firm_id, due_on);

CREATE TABLE bank_inquiries (
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
  bank_id uuid NOT NULL,
  -- the obligation or credit line that falls due
  subject_id text NOT NULL,
  subject text NOT NULL,
  amount bigint,
  due_on date NOT NULL,
  note text,
  asked_on date NOT NULL,
  answered_on date,
  offered bigint,
  offered_rate_bp integer,
  named_days integer,
  accepted_on date,
  completed_on date,
  rate_bp integer,
  bank_days integer,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX bank_inquiries_firm ON bank_inquiries (zone_id, firm_id, subject_id);
CREATE INDEX bank_inquiries_bank ON bank_inquiries (zone_id, bank_id, status);
CREATE INDEX bank_inquiries_created ON bank_inquiries (zone_id, created_at, id);
CREATE UNIQUE INDEX bank_inquiries_once ON bank_inquiries (zone_id, subject_id, bank_id) WHERE status IN ('asked', 'offered', 'accepted');

-- The service request that was opened for a due thing.
CREATE TABLE extension_requests (
  zone_id uuid NOT NULL REFERENCES zones (id),
  subject_id uuid NOT NULL,
  request_id uuid NOT NULL,
  PRIMARY KEY (zone_id, subject_id, request_id)
);

-- The first day on which the radar had a due thing in a band: once for each band, whatever restarts.
CREATE TABLE maturity_notices (
  zone_id uuid NOT NULL REFERENCES zones (id),
  subject_id uuid NOT NULL,
  due_on date NOT NULL,
  band text NOT NULL CHECK (band IN ('within90', 'within60', 'within30', 'overdue')),
  firm_id uuid NOT NULL,
  noticed_on date NOT NULL,
  PRIMARY KEY (zone_id, subject_id, due_on, band)
);
COMMENT ON TABLE maturity_notices IS 'appendOnly';
CREATE INDEX maturity_notices_firm ON maturity_notices (zone_id, firm_id);
