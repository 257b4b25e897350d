-- Signing keys that came into other hands: no keys of the zone any more, whatever they signed.
CREATE TABLE points_passport_dropped_keys (
  zone_id uuid NOT NULL REFERENCES zones (id),
  generation integer NOT NULL,
  at timestamptz NOT NULL,
  by_name text NOT NULL,
  PRIMARY KEY (zone_id, generation)
);
COMMENT ON TABLE points_passport_dropped_keys IS 'appendOnly';
