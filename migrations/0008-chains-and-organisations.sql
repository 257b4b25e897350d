-- Chains, nodes, firms on them and supply edges; Party organisations with everything dated, so that any past day can be asked.

ALTER TABLE firms ADD COLUMN is_above_scale boolean;

-- What a firm was from a day on: status, place and size as coverage of a past day needs them (rulebook §1.3).
CREATE TABLE firm_states (
  zone_id uuid NOT NULL REFERENCES zones (id),
  firm_id uuid NOT NULL,
  from_on date NOT NULL,
  status text NOT NULL,
  park_id uuid,
  scale_class text,
  employees integer,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, firm_id, from_on),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
-- Firms that were there before: their present state from its first day, and operating from registration until then.
INSERT INTO firm_states (zone_id, firm_id, from_on, status, park_id, scale_class, employees, recorded_at)
  SELECT zone_id, id, coalesce(registered_on, created_at::date), 'operating', park_id, scale_class, employees, now() FROM firms
  WHERE status <> 'operating' AND status_since > coalesce(registered_on, created_at::date);
INSERT INTO firm_states (zone_id, firm_id, from_on, status, park_id, scale_class, employees, recorded_at)
  SELECT zone_id, id, coalesce(status_since, registered_on, created_at::date), status, park_id, scale_class, employees, now() FROM firms
  ON CONFLICT DO NOTHING;

CREATE TABLE industry_chains (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  industry_segment text,
  office_department_id uuid,
  description text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, office_department_id) REFERENCES departments (zone_id, id)
);

CREATE TABLE chain_nodes (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  chain_id uuid NOT NULL,
  segment text NOT NULL,
  position integer,
  is_key_node boolean,
  description text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, chain_id) REFERENCES industry_chains (zone_id, id)
);

CREATE TABLE clusters (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  chain_ids uuid[],
  founded_on date,
  description text,
  PRIMARY KEY (zone_id, id)
);

CREATE TABLE party_organisations (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  kind text NOT NULL,
  status text,
  parent_id uuid,
  unit_firm_ids uuid[],
  chain_ids uuid[],
  park_id uuid,
  established_on date,
  approval_number text,
  dissolved_on date,
  term_ends_on date,
  secretary_name text,
  is_functional_note text,
  note text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, parent_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, park_id) REFERENCES places (zone_id, id)
);

CREATE TABLE party_members (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  firm_id uuid,
  joined_on date NOT NULL,
  full_on date,
  left_on date,
  rights_suspended boolean,
  is_backbone boolean,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);

CREATE TABLE cluster_alliances (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  cluster_id uuid,
  hub_organisation_id uuid,
  founded_on date,
  closed_on date,
  turn_months integer,
  charter text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, cluster_id) REFERENCES clusters (zone_id, id),
  FOREIGN KEY (zone_id, hub_organisation_id) REFERENCES party_organisations (zone_id, id)
);

CREATE TABLE schemes (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  code text NOT NULL,
  kind text NOT NULL,
  shape text,
  status text,
  starts_on date,
  ends_on date,
  source text,
  note text,
  PRIMARY KEY (zone_id, id)
);

CREATE TABLE scheme_parts (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  scheme_id uuid NOT NULL,
  group_order integer NOT NULL,
  group_name text,
  position integer NOT NULL,
  description text,
  is_default boolean,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, scheme_id) REFERENCES schemes (zone_id, id)
);

CREATE TABLE party_groups (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  organisation_id uuid NOT NULL,
  leader_id uuid,
  size integer,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, leader_id) REFERENCES party_members (zone_id, id)
);

CREATE TABLE chain_chiefs (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  chain_id uuid NOT NULL,
  post text NOT NULL,
  user_id uuid NOT NULL,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, chain_id) REFERENCES industry_chains (zone_id, id),
  FOREIGN KEY (zone_id, user_id) REFERENCES users (zone_id, id)
);

CREATE TABLE chain_memberships (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  firm_id uuid NOT NULL,
  node_id uuid NOT NULL,
  chain_id uuid,
  is_primary boolean,
  from_on date NOT NULL,
  to_on date,
  source text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id),
  FOREIGN KEY (zone_id, node_id) REFERENCES chain_nodes (zone_id, id),
  FOREIGN KEY (zone_id, chain_id) REFERENCES industry_chains (zone_id, id)
);

CREATE TABLE cluster_members (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  cluster_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, cluster_id) REFERENCES clusters (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);

CREATE TABLE node_supplies (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  node_id uuid NOT NULL,
  stated_on date NOT NULL,
  total_purchase bigint NOT NULL,
  local_purchase bigint NOT NULL,
  import_purchase bigint,
  source text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, node_id) REFERENCES chain_nodes (zone_id, id)
);

CREATE TABLE supply_edges (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  supplier_id uuid NOT NULL,
  buyer_id uuid NOT NULL,
  product text,
  from_on date NOT NULL,
  to_on date,
  source text NOT NULL,
  confidence integer NOT NULL,
  said_by text,
  said_on date,
  supplier_word text,
  buyer_word text,
  word_note text,
  is_hidden boolean,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, supplier_id) REFERENCES firms (zone_id, id),
  FOREIGN KEY (zone_id, buyer_id) REFERENCES firms (zone_id, id)
);

CREATE TABLE organisation_posts (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  organisation_id uuid NOT NULL,
  name text NOT NULL,
  member_id uuid,
  post text NOT NULL,
  traits text[],
  is_manager boolean,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, member_id) REFERENCES party_members (zone_id, id)
);

CREATE TABLE organisation_terms (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  organisation_id uuid NOT NULL,
  basis text NOT NULL,
  elected_on date NOT NULL,
  begins_on date NOT NULL,
  ends_on date NOT NULL,
  delayed_to date,
  delay_approval text,
  approval_number text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id)
);

CREATE TABLE organisation_units (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  organisation_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);

CREATE TABLE instructor_assignments (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  user_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  kind text NOT NULL,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, user_id) REFERENCES users (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);

CREATE TABLE mass_organisations (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  firm_id uuid NOT NULL,
  kind text NOT NULL,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);

CREATE TABLE member_counts (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  firm_id uuid NOT NULL,
  counted_on date NOT NULL,
  full_members integer NOT NULL,
  probationary_members integer NOT NULL,
  source text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);

CREATE TABLE member_led_results (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  number text NOT NULL,
  kind text NOT NULL,
  is_major boolean,
  firm_id uuid NOT NULL,
  leader_id uuid,
  led_by_member boolean,
  filed_on date NOT NULL,
  evidence text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id),
  FOREIGN KEY (zone_id, leader_id) REFERENCES party_members (zone_id, id)
);

CREATE TABLE party_memberships (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  member_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  nature text NOT NULL,
  group_id uuid,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, member_id) REFERENCES party_members (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, group_id) REFERENCES party_groups (zone_id, id)
);

CREATE TABLE party_venues (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  kind text NOT NULL,
  place_id uuid,
  organisation_id uuid,
  area numeric,
  functions text,
  holdings text[],
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, place_id) REFERENCES places (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id)
);

CREATE TABLE vanguard_posts (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  kind text NOT NULL,
  organisation_id uuid NOT NULL,
  firm_id uuid,
  leader_id uuid,
  member_ids uuid[],
  commitment text,
  result text,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id),
  FOREIGN KEY (zone_id, leader_id) REFERENCES party_members (zone_id, id)
);

CREATE TABLE alliance_meetings (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  topic text NOT NULL,
  alliance_id uuid NOT NULL,
  held_on date NOT NULL,
  chair_organisation_id uuid,
  present_ids uuid[],
  minutes text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, alliance_id) REFERENCES cluster_alliances (zone_id, id),
  FOREIGN KEY (zone_id, chair_organisation_id) REFERENCES party_organisations (zone_id, id)
);

CREATE TABLE alliance_members (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  alliance_id uuid NOT NULL,
  organisation_id uuid,
  unit_name text,
  chair_order integer,
  contact_name text,
  contact_phone text,
  contact_phone_index text,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, alliance_id) REFERENCES cluster_alliances (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id)
);

CREATE TABLE party_brands (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  owner_kind text NOT NULL,
  cluster_id uuid,
  organisation_id uuid,
  launched_on date NOT NULL,
  closed_on date,
  description text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, cluster_id) REFERENCES clusters (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id)
);

CREATE TABLE life_records (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  topic text NOT NULL,
  organisation_id uuid NOT NULL,
  kinds text[] NOT NULL,
  held_on date NOT NULL,
  group_id uuid,
  chair_name text,
  entitled integer,
  present integer,
  present_ids uuid[],
  firm_ids uuid[],
  minutes text,
  state text NOT NULL,
  late_entry boolean,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, group_id) REFERENCES party_groups (zone_id, id)
);

CREATE TABLE life_waivers (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  organisation_id uuid NOT NULL,
  kind text NOT NULL,
  period_start date NOT NULL,
  group_id uuid,
  reason text NOT NULL,
  approved_by text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, group_id) REFERENCES party_groups (zone_id, id)
);

CREATE TABLE scheme_reviews (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text,
  scheme_id uuid NOT NULL,
  part_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  evidence text,
  state text NOT NULL,
  clause text,
  reviewed_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, scheme_id) REFERENCES schemes (zone_id, id),
  FOREIGN KEY (zone_id, part_id) REFERENCES scheme_parts (zone_id, id),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id)
);

CREATE TABLE scheme_tasks (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  scheme_id uuid NOT NULL,
  part_id uuid NOT NULL,
  owner_department_id uuid,
  owner_organisation_id uuid,
  due_on date,
  state text NOT NULL,
  done_on date,
  evidence text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, scheme_id) REFERENCES schemes (zone_id, id),
  FOREIGN KEY (zone_id, part_id) REFERENCES scheme_parts (zone_id, id),
  FOREIGN KEY (zone_id, owner_department_id) REFERENCES departments (zone_id, id),
  FOREIGN KEY (zone_id, owner_organisation_id) REFERENCES party_organisations (zone_id, id)
);

-- The legal tree with its dates; party_organisations.parent_id is today's.
CREATE TABLE organisation_parents (
  zone_id uuid NOT NULL REFERENCES zones (id),
  organisation_id uuid NOT NULL,
  parent_id uuid NOT NULL,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, organisation_id, from_on),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, parent_id) REFERENCES party_organisations (zone_id, id),
  CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE INDEX organisation_parents_parent ON organisation_parents (zone_id, parent_id);

-- The chains that an organisation is laid on, with dates: another thing than the legal tree.
CREATE TABLE organisation_chains (
  zone_id uuid NOT NULL REFERENCES zones (id),
  organisation_id uuid NOT NULL,
  chain_id uuid NOT NULL,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (zone_id, organisation_id, chain_id, from_on),
  FOREIGN KEY (zone_id, organisation_id) REFERENCES party_organisations (zone_id, id),
  FOREIGN KEY (zone_id, chain_id) REFERENCES industry_chains (zone_id, id),
  CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE INDEX organisation_chains_chain ON organisation_chains (zone_id, chain_id);

CREATE TABLE chain_leaders (
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
  chain_id uuid NOT NULL,
  revenue bigint,
  rd_share numeric,
  market_share text,
  applied_on date NOT NULL,
  announced_until date,
  named_on date,
  review_due_on date,
  is_demonstration boolean NOT NULL,
  ended_because text,
  left_on date,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, chain_id) REFERENCES industry_chains (zone_id, id)
);

CREATE TABLE chain_actions (
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
  kind text NOT NULL,
  chain_id uuid NOT NULL,
  node_id uuid,
  target text NOT NULL,
  owner_department_id uuid,
  owner_user_id uuid,
  due_on date NOT NULL,
  progress text,
  request_ids uuid[],
  done_on date,
  result text,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, chain_id) REFERENCES industry_chains (zone_id, id)
);

ALTER TABLE chain_memberships ADD CHECK (to_on IS NULL OR to_on >= from_on);
ALTER TABLE supply_edges ADD CHECK (supplier_id <> buyer_id), ADD CHECK (to_on IS NULL OR to_on >= from_on);
ALTER TABLE organisation_terms ADD CHECK (begins_on >= elected_on), ADD CHECK (ends_on > begins_on);
ALTER TABLE organisation_units ADD CHECK (to_on IS NULL OR to_on >= from_on);
ALTER TABLE party_memberships ADD CHECK (to_on IS NULL OR to_on >= from_on);

CREATE UNIQUE INDEX industry_chains_name ON industry_chains (zone_id, name) WHERE ended_on IS NULL;
CREATE UNIQUE INDEX chain_nodes_name ON chain_nodes (zone_id, name) WHERE ended_on IS NULL;
CREATE INDEX chain_nodes_chain ON chain_nodes (zone_id, chain_id);
CREATE INDEX node_supplies_node ON node_supplies (zone_id, node_id, stated_on);
CREATE INDEX chain_memberships_node ON chain_memberships (zone_id, node_id);
CREATE INDEX chain_memberships_firm ON chain_memberships (zone_id, firm_id);
CREATE INDEX supply_edges_supplier ON supply_edges (zone_id, supplier_id);
CREATE INDEX supply_edges_buyer ON supply_edges (zone_id, buyer_id);
-- CHN-06: one chief of a chain at a time.
CREATE UNIQUE INDEX chain_chiefs_one ON chain_chiefs (zone_id, chain_id) WHERE post = 'chief' AND to_on IS NULL AND ended_on IS NULL;
CREATE UNIQUE INDEX clusters_name ON clusters (zone_id, name) WHERE ended_on IS NULL;
CREATE INDEX cluster_members_cluster ON cluster_members (zone_id, cluster_id);
CREATE INDEX cluster_members_firm ON cluster_members (zone_id, firm_id);
CREATE INDEX chain_leaders_created ON chain_leaders (zone_id, created_at, id);
CREATE INDEX chain_leaders_chain ON chain_leaders (zone_id, chain_id);
CREATE INDEX chain_actions_created ON chain_actions (zone_id, created_at, id);
CREATE INDEX chain_actions_chain ON chain_actions (zone_id, chain_id, node_id);

CREATE UNIQUE INDEX party_organisations_name ON party_organisations (zone_id, name) WHERE ended_on IS NULL;
CREATE INDEX party_organisations_parent ON party_organisations (zone_id, parent_id);
CREATE INDEX organisation_units_organisation ON organisation_units (zone_id, organisation_id);
CREATE INDEX organisation_units_firm ON organisation_units (zone_id, firm_id);
CREATE INDEX organisation_terms_organisation ON organisation_terms (zone_id, organisation_id, ends_on);
CREATE INDEX organisation_posts_organisation ON organisation_posts (zone_id, organisation_id);
CREATE INDEX party_groups_organisation ON party_groups (zone_id, organisation_id);
CREATE INDEX party_members_firm ON party_members (zone_id, firm_id);
CREATE INDEX party_memberships_member ON party_memberships (zone_id, member_id);
CREATE INDEX party_memberships_organisation ON party_memberships (zone_id, organisation_id);
-- One legal home of a member at a time.
CREATE UNIQUE INDEX party_memberships_home ON party_memberships (zone_id, member_id) WHERE nature = 'legal' AND to_on IS NULL AND ended_on IS NULL;
CREATE UNIQUE INDEX member_counts_day ON member_counts (zone_id, firm_id, counted_on) WHERE ended_on IS NULL;
CREATE INDEX instructor_assignments_firm ON instructor_assignments (zone_id, firm_id);
CREATE INDEX instructor_assignments_user ON instructor_assignments (zone_id, user_id);
CREATE INDEX mass_organisations_firm ON mass_organisations (zone_id, firm_id);
CREATE INDEX vanguard_posts_organisation ON vanguard_posts (zone_id, organisation_id);
CREATE UNIQUE INDEX member_led_results_number ON member_led_results (zone_id, number) WHERE ended_on IS NULL;
CREATE UNIQUE INDEX party_venues_name ON party_venues (zone_id, name) WHERE ended_on IS NULL;
CREATE UNIQUE INDEX cluster_alliances_name ON cluster_alliances (zone_id, name) WHERE ended_on IS NULL;
CREATE INDEX alliance_members_alliance ON alliance_members (zone_id, alliance_id);
CREATE INDEX alliance_members_organisation ON alliance_members (zone_id, organisation_id);
CREATE INDEX alliance_meetings_alliance ON alliance_meetings (zone_id, alliance_id, held_on);
CREATE UNIQUE INDEX party_brands_name ON party_brands (zone_id, name) WHERE ended_on IS NULL;
CREATE UNIQUE INDEX schemes_code ON schemes (zone_id, code) WHERE ended_on IS NULL;
CREATE INDEX scheme_parts_scheme ON scheme_parts (zone_id, scheme_id, group_order, position);
CREATE INDEX scheme_tasks_part ON scheme_tasks (zone_id, part_id);
CREATE UNIQUE INDEX scheme_reviews_part ON scheme_reviews (zone_id, organisation_id, part_id) WHERE ended_on IS NULL;
CREATE INDEX life_records_organisation ON life_records (zone_id, organisation_id, held_on);
CREATE INDEX life_waivers_organisation ON life_waivers (zone_id, organisation_id);
