-- 积分投: what reviewers declare, referrals, and scores that nobody sees until all are in.

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
