-- Who may sign in. Users and their roles are the zone's; what must be read before the zone is known
-- (logins, sessions, one-time links) is the platform's and holds no more than it needs.

CREATE TABLE users (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  name text NOT NULL,
  login_name text NOT NULL,
  post text,
  password_hash text,
  password_changed_at timestamptz,
  earlier_hashes text[] NOT NULL DEFAULT '{}',
  failures integer NOT NULL DEFAULT 0,
  locked_until timestamptz,
  totp_sealed text,
  totp_confirmed boolean NOT NULL DEFAULT false,
  oidc_subject text,
  PRIMARY KEY (zone_id, id)
);

CREATE TABLE role_grants (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL,
  scope_id uuid,
  from_on date NOT NULL,
  to_on date,
  granted_by uuid NOT NULL,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, user_id) REFERENCES users (zone_id, id)
);
CREATE INDEX role_grants_user ON role_grants (zone_id, user_id);
CREATE INDEX role_grants_scope ON role_grants (zone_id, scope_id);

-- Platform tables: no zone_id column, so that row-level security does not hide them before sign-in.
CREATE TABLE logins (
  login_name text PRIMARY KEY,
  zone uuid NOT NULL,
  user_id uuid NOT NULL
);

CREATE TABLE oidc_subjects (
  issuer text NOT NULL,
  subject text NOT NULL,
  zone uuid NOT NULL,
  user_id uuid NOT NULL,
  PRIMARY KEY (issuer, subject)
);

CREATE TABLE sessions (
  token_hash text PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  zone uuid NOT NULL,
  user_id uuid NOT NULL,
  csrf text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  ip text NOT NULL,
  agent text NOT NULL
);
CREATE INDEX sessions_user ON sessions (zone, user_id);

CREATE TABLE one_time_links (
  token_hash text PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('invitation', 'setUp')),
  zone uuid NOT NULL,
  user_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE oidc_states (
  state text PRIMARY KEY,
  verifier text NOT NULL,
  nonce text NOT NULL,
  created_at timestamptz NOT NULL
);
