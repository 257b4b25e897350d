-- The index over grams knew neither zone nor record: a search among firms read every request that says the word, and in a database of
-- many zones the others' entries too. Zone and record are one more gram of the index. It is built anew, some minutes for a million entries.
CREATE INDEX search_entries_found ON search_entries USING gin (array_append(grams, '#' || zone_id::text || record));
DROP INDEX search_entries_grams;

CREATE OR REPLACE FUNCTION search_ids(p_record text, p_grams text[], p_patterns text[], p_most integer)
RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE zone uuid := nullif(current_setting('app.zone_id', true), '')::uuid;
BEGIN
  RETURN QUERY EXECUTE
    'SELECT e.id FROM search_entries e WHERE e.zone_id = $5 AND e.record = $1
       AND array_append(e.grams, ''#'' || e.zone_id::text || e.record) @> $2 AND e.keys LIKE ALL ($3) LIMIT $4'
    USING p_record, array_append(p_grams, '#' || zone::text || p_record), p_patterns, p_most, zone;
END $$;

CREATE OR REPLACE FUNCTION search_hits(p_record text, p_grams text[], p_patterns text[], p_whole text, p_most integer)
RETURNS TABLE (id uuid, title text, rank integer) LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE zone uuid := nullif(current_setting('app.zone_id', true), '')::uuid;
BEGIN
  RETURN QUERY EXECUTE
    'SELECT f.id, f.title, min(f.rank) AS rank FROM (
       (SELECT e.id, e.title, 0 AS rank FROM search_entries e
        WHERE e.zone_id = $6 AND e.record = $1 AND left(e.keys, 40) LIKE $7
        ORDER BY left(e.keys, 40) USING ~<~ LIMIT $5)
       UNION ALL
       (SELECT e.id, e.title, 2 FROM search_entries e
        WHERE e.zone_id = $6 AND e.record = $1 AND left(e.sort_key, 40) LIKE $7
        ORDER BY left(e.sort_key, 40) USING ~<~ LIMIT $5)
       UNION ALL
       (SELECT w.id, w.title, search_rank(w.keys, $4) FROM (
          SELECT e.id, e.title, e.keys FROM search_entries e
          WHERE e.zone_id = $6 AND e.record = $1 AND array_append(e.grams, ''#'' || e.zone_id::text || e.record) @> $2
            AND e.keys LIKE ALL ($3) LIMIT 1000) w)
     ) f GROUP BY f.id, f.title ORDER BY 3, length(f.title), f.title LIMIT $5'
    USING p_record, array_append(p_grams, '#' || zone::text || p_record), p_patterns, p_whole, p_most, zone, p_whole || '%';
END $$;
