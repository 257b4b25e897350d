-- Who stands behind a session's cookie, in one question: the zone is not known before, so the function is the owner's. It answers to
-- the hash of the session's token alone, and of no zone but the session's own.
CREATE FUNCTION session_of(p_token_hash text, p_today date)
RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s sessions%ROWTYPE;
BEGIN
  SELECT * INTO s FROM sessions WHERE token_hash = p_token_hash;
  IF NOT FOUND THEN RETURN NULL; END IF;
  RETURN jsonb_build_object(
    'id', s.id, 'zone', s.zone, 'userId', s.user_id, 'csrf', s.csrf, 'createdAt', s.created_at, 'seenAt', s.seen_at,
    'user', (SELECT jsonb_build_object('name', u.name, 'changedAt', u.password_changed_at, 'external', u.password_hash IS NULL,
        'factor', u.totp_confirmed) FROM users u
      WHERE u.zone_id = s.zone AND u.id = s.user_id AND (u.ended_on IS NULL OR u.ended_on > p_today)),
    'grants', (SELECT coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'scopeId', g.scope_id) ORDER BY g.from_on, g.role, g.scope_id), '[]')
      FROM role_grants g WHERE g.zone_id = s.zone AND g.user_id = s.user_id
        AND g.from_on <= p_today AND (g.to_on IS NULL OR g.to_on >= p_today)),
    'packs', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'edition', p.edition, 'effectiveFrom', p.effective_from,
        'source', p.source, 'confidence', p.confidence, 'params', p.params)), '[]')
      FROM rule_packs p WHERE p.zone_id = s.zone AND p.code = 'identity.security'),
    'factorRequired', (SELECT coalesce((z.settings->>'requireSecondFactor')::boolean, false) FROM zones z WHERE z.id = s.zone));
END $$;
