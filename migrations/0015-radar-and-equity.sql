-- What falls due (the maturity radar) with the banks asked for an extension, and 积分投.

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
  due_on date NOT NULL,
  amount bigint,
  bank_id uuid,
  counterparty text,
  is_shared boolean,
  settled_on date,
  outcome text,
  source text NOT NULL,
  note text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id),
  FOREIGN KEY (zone_id, bank_id) REFERENCES providers (zone_id, id)
);
CREATE INDEX obligations_firm ON obligations (zone_id, firm_id, due_on);
CREATE INDEX obligations_due ON obligations (zone_id, due_on) WHERE settled_on IS NULL;

-- Money that customers owe the firm; seen by others only where the firm shares it.
CREATE TABLE receivables (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  firm_id uuid NOT NULL,
  debtor text NOT NULL,
  amount bigint NOT NULL,
  due_on date NOT NULL,
  received_on date,
  is_shared boolean,
  note text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
CREATE INDEX receivables_firm ON receivables (zone_id, firm_id, due_on);

-- One bank asked whether it extends a loan; two are asked at once, neither sees the other's answer.
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
  obligation_id uuid,
  line_id uuid,
  request_id uuid,
  batch_id uuid NOT NULL,
  amount bigint NOT NULL,
  due_on date NOT NULL,
  asked_on date NOT NULL,
  asked_months integer NOT NULL,
  answered_on date,
  offered_months integer,
  offered_rate_bp integer,
  real_months integer,
  real_rate_bp integer,
  settled_on date,
  days integer,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX bank_inquiries_firm ON bank_inquiries (zone_id, firm_id, created_at);
CREATE INDEX bank_inquiries_bank ON bank_inquiries (zone_id, bank_id, status);
CREATE INDEX bank_inquiries_batch ON bank_inquiries (zone_id, batch_id);
CREATE INDEX bank_inquiries_created ON bank_inquiries (zone_id, created_at, id);

CREATE TABLE reviewer_interests (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  reviewer_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  kind text NOT NULL,
  from_on date NOT NULL,
  to_on date,
  note text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
CREATE INDEX reviewer_interests_reviewer ON reviewer_interests (zone_id, reviewer_id);

CREATE TABLE equity_referrals (
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
  fund_id uuid NOT NULL,
  asked_amount bigint,
  case_for text,
  score numeric,
  reviewers integer NOT NULL,
  declared integer NOT NULL,
  recused integer NOT NULL,
  scored integer NOT NULL,
  mean_score numeric,
  decision text,
  decided_on date,
  invested_on date,
  invested bigint,
  share_percent numeric,
  milestones integer NOT NULL,
  milestones_met integer NOT NULL,
  exited_on date,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX equity_referrals_firm ON equity_referrals (zone_id, firm_id, created_at);
CREATE INDEX equity_referrals_fund ON equity_referrals (zone_id, fund_id, status);
CREATE INDEX equity_referrals_created ON equity_referrals (zone_id, created_at, id);

-- A reviewer's scores: nobody but their author sees them until every reviewer who is not recused has scored.
CREATE TABLE equity_scores (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  referral_id uuid NOT NULL,
  reviewer_id uuid NOT NULL,
  scores jsonb NOT NULL,
  opinion text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, id)
);
COMMENT ON TABLE equity_scores IS 'appendOnly';
CREATE UNIQUE INDEX equity_scores_reviewer ON equity_scores (zone_id, referral_id, reviewer_id);
