-- What a dry run says of each row, packed: tens of megabytes of a large sheet took the database seconds to take in as jsonb. `rows`
-- holds those of before, which go within a day.
ALTER TABLE import_batches ADD COLUMN checked bytea;
