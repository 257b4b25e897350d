-- Editions of the scheme of innovation points that somebody is still writing (§5.1–5.3): seen by the zone's officers, never by firms.

CREATE TABLE points_scheme_drafts (
  zone_id uuid NOT NULL REFERENCES zones (id),
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by_name text NOT NULL,
  edition text NOT NULL,
  effective_from date,
  source text NOT NULL,
  scheme jsonb NOT NULL,
  PRIMARY KEY (zone_id, id)
);
