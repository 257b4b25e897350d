-- Procedures of Party organisations and the decisions of alliances, as cases.

CREATE TABLE formations (
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
  kind text,
  organisation_id uuid,
  parent_id uuid,
  unit_firm_ids uuid[],
  park_id uuid,
  ground text,
  applied_on date,
  approval_number text,
  elected_on date,
  established_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, parent_id) REFERENCES party_organisations (zone_id, id)
);
CREATE INDEX formations_created ON formations (zone_id, created_at, id);

CREATE TABLE reelections (
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
  organisation_id uuid,
  term_ends_on date,
  delayed_to date,
  requested_on date,
  approval_number text,
  elected_on date,
  settled_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id)
);
CREATE INDEX reelections_created ON reelections (zone_id, created_at, id);
CREATE INDEX reelections_organisation ON reelections (zone_id, organisation_id);

CREATE TABLE dissolutions (
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
  organisation_id uuid,
  ground text,
  new_home_id uuid,
  reported_on date,
  approval_number text,
  dissolved_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id)
);
CREATE INDEX dissolutions_created ON dissolutions (zone_id, created_at, id);
CREATE INDEX dissolutions_organisation ON dissolutions (zone_id, organisation_id);

CREATE TABLE alliance_decisions (
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
  alliance_id uuid,
  meeting_id uuid,
  owner_organisation_id uuid,
  owner_department_id uuid,
  chair_organisation_id uuid,
  due_on date NOT NULL,
  kept_on date,
  outcome text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, alliance_id) REFERENCES cluster_alliances (zone_id, id)
);
CREATE INDEX alliance_decisions_created ON alliance_decisions (zone_id, created_at, id);
CREATE INDEX alliance_decisions_alliance ON alliance_decisions (zone_id, alliance_id, due_on);
