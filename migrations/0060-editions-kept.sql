-- An edition of a rule pack is never edited, so that a past day is judged by what was in force then: no longer by custom alone.
COMMENT ON TABLE rule_packs IS 'appendOnly';
