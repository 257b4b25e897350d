-- Failed sign-ins under names that nobody has, counted and locked like anybody's, so that an answer does not tell which names exist.
-- Such a name belongs to no zone: it is counted in one that is drawn by its mark. The mark is keyed; the name itself, for which
-- somebody may have typed a password, is not kept.
CREATE TABLE unknown_logins (
  zone_id uuid NOT NULL REFERENCES zones (id),
  mark text NOT NULL,
  failures integer NOT NULL,
  locked_until timestamptz,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (zone_id, mark)
);
CREATE INDEX unknown_logins_seen ON unknown_logins (zone_id, seen_at);
