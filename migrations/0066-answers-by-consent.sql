-- The looks behind an answer that is kept for a resend: it is given again only while the consents behind them last.
ALTER TABLE idempotency_keys ADD COLUMN look_ids uuid[];
