-- The very inputs that a score was reckoned from (§5.3): the moment alone does not tell them, since what is entered at the same time may be stored later.
ALTER TABLE points_scores ADD COLUMN inputs jsonb NOT NULL DEFAULT '[]';

UPDATE points_scores s SET inputs = coalesce((
  SELECT jsonb_agg(latest.id) FROM (
    SELECT DISTINCT ON (i.indicator) i.id FROM points_inputs i
    WHERE i.zone_id = s.zone_id AND i.firm_id = s.firm_id AND i.year = s.year AND i.created_at <= s.created_at
    ORDER BY i.indicator, i.created_at DESC, i.id DESC) latest), '[]');
