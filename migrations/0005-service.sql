-- The service menu, requests, links, visits, promises. Firms, places, departments and providers are registry's.

CREATE TABLE service_items (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  code text NOT NULL,
  name text NOT NULL,
  category text NOT NULL,
  level text NOT NULL,
  department_id uuid,
  provider_id uuid,
  who_may_ask text[],
  papers text,
  description text,
  keywords text,
  asked_times integer NOT NULL DEFAULT 0,
  solved_times integer NOT NULL DEFAULT 0,
  PRIMARY KEY (zone_id, id)
);
CREATE UNIQUE INDEX service_items_code ON service_items (zone_id, code) WHERE ended_on IS NULL;

CREATE TABLE specialist_links (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  specialist_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  from_on date NOT NULL,
  to_on date,
  reason text,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX specialist_links_specialist ON specialist_links (zone_id, specialist_id, firm_id);
CREATE INDEX specialist_links_firm ON specialist_links (zone_id, firm_id);

CREATE TABLE common_problems (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  category text,
  description text,
  suggestion text,
  state text NOT NULL,
  is_public boolean,
  firms integer NOT NULL DEFAULT 0,
  requests integer NOT NULL DEFAULT 0,
  PRIMARY KEY (zone_id, id)
);

CREATE TABLE service_requests (
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
  number text NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  firm_id uuid NOT NULL,
  park_id uuid,
  category text,
  item_id uuid,
  level text NOT NULL,
  channel text NOT NULL,
  lead_id uuid,
  assist_ids uuid[] NOT NULL,
  submitted_on timestamptz,
  result text,
  rating text,
  reopened integer NOT NULL,
  objections integer NOT NULL,
  supervised boolean NOT NULL,
  parent_id uuid,
  merged_into_id uuid,
  common_problem_id uuid,
  closed_on timestamptz,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX service_requests_created ON service_requests (zone_id, created_at, id);
CREATE INDEX service_requests_firm ON service_requests (zone_id, firm_id, created_at);
CREATE INDEX service_requests_status ON service_requests (zone_id, status, created_at);
CREATE INDEX service_requests_lead ON service_requests (zone_id, lead_id, created_at);
CREATE INDEX service_requests_problem ON service_requests (zone_id, common_problem_id) WHERE common_problem_id IS NOT NULL;

CREATE TABLE visits (
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
  visitor_id uuid NOT NULL,
  companion_ids uuid[],
  kind text NOT NULL,
  planned_at timestamptz NOT NULL,
  purpose text,
  held_at timestamptz,
  notes text,
  requests integer NOT NULL,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX visits_firm ON visits (zone_id, firm_id, planned_at);
CREATE INDEX visits_visitor ON visits (zone_id, visitor_id, planned_at);
CREATE INDEX visits_created ON visits (zone_id, created_at, id);

CREATE TABLE promises (
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
  owner_department_id uuid,
  owner_user_id uuid,
  request_id uuid,
  visit_id uuid,
  due_on date NOT NULL,
  kept_on date,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX promises_firm ON promises (zone_id, firm_id, created_at);
CREATE INDEX promises_request ON promises (zone_id, request_id);
CREATE INDEX promises_created ON promises (zone_id, created_at, id);

-- Weeks in which a firm wants to be left alone (无事不扰).
CREATE TABLE quiet_weeks (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  firm_id uuid NOT NULL,
  from_on date NOT NULL,
  to_on date NOT NULL,
  reason text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX quiet_weeks_firm ON quiet_weeks (zone_id, firm_id, from_on);

-- The seed of each month's call-back sample, fixed before the month begins; its digest may be published.
CREATE TABLE call_back_seeds (
  zone_id uuid NOT NULL REFERENCES zones (id),
  month text NOT NULL,
  seed text NOT NULL,
  digest text NOT NULL,
  fixed_at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, month)
);
COMMENT ON TABLE call_back_seeds IS 'appendOnly';

-- A specialist's firms on their way to a successor, item by item.
CREATE TABLE handovers (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  from_id uuid NOT NULL,
  to_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  note text,
  state text NOT NULL CHECK (state IN ('offered', 'accepted', 'declined')),
  created_at timestamptz NOT NULL,
  decided_at timestamptz,
  PRIMARY KEY (zone_id, id)
);
CREATE INDEX handovers_to ON handovers (zone_id, to_id, state);
