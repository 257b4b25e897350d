-- Points passports of firms: the zone's signing keys by generation, the signed statements, what the firm revoked, and to whom
-- it showed which lines.

-- A key pair of each algorithm; the private parts sealed (a change of the installation secret seals them anew). The latest
-- generation signs, the earlier ones stay to be checked by.
CREATE TABLE points_passport_keys (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  generation integer NOT NULL,
  created_at timestamptz NOT NULL,
  public_keys jsonb NOT NULL,
  private_keys text NOT NULL,
  PRIMARY KEY (zone_id, id)
);
CREATE UNIQUE INDEX points_passport_keys_generation ON points_passport_keys (zone_id, generation);

CREATE TABLE points_passports (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  firm_id uuid NOT NULL,
  year integer NOT NULL,
  edition text NOT NULL,
  as_of date NOT NULL,
  score numeric NOT NULL,
  valid_until date NOT NULL,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id)
);
COMMENT ON TABLE points_passports IS 'appendOnly';
CREATE INDEX points_passports_firm ON points_passports (zone_id, firm_id, created_at);
CREATE INDEX points_passports_created ON points_passports (zone_id, created_at, id);

-- The whole file of a passport with every line, from which the firm takes its selections.
CREATE TABLE points_passport_files (
  zone_id uuid NOT NULL REFERENCES zones (id),
  passport_id uuid NOT NULL,
  file jsonb NOT NULL,
  PRIMARY KEY (zone_id, passport_id),
  FOREIGN KEY (zone_id, passport_id) REFERENCES points_passports (zone_id, id)
);
COMMENT ON TABLE points_passport_files IS 'appendOnly';

CREATE TABLE points_passport_revocations (
  zone_id uuid NOT NULL REFERENCES zones (id),
  passport_id uuid NOT NULL,
  at timestamptz NOT NULL,
  by_id uuid NOT NULL,
  by_name text NOT NULL,
  PRIMARY KEY (zone_id, passport_id),
  FOREIGN KEY (zone_id, passport_id) REFERENCES points_passports (zone_id, id)
);
COMMENT ON TABLE points_passport_revocations IS 'appendOnly';

CREATE TABLE points_passport_showings (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_on date,
  title text NOT NULL,
  passport_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  receiver_id uuid NOT NULL,
  indicators text NOT NULL,
  year integer NOT NULL,
  score numeric NOT NULL,
  valid_until date NOT NULL,
  PRIMARY KEY (zone_id, id),
  FOREIGN KEY (zone_id, passport_id) REFERENCES points_passports (zone_id, id),
  FOREIGN KEY (zone_id, firm_id) REFERENCES firms (zone_id, id),
  FOREIGN KEY (zone_id, receiver_id) REFERENCES providers (zone_id, id)
);
COMMENT ON TABLE points_passport_showings IS 'appendOnly';
CREATE INDEX points_passport_showings_receiver ON points_passport_showings (zone_id, receiver_id, created_at);
CREATE INDEX points_passport_showings_firm ON points_passport_showings (zone_id, firm_id, created_at);
