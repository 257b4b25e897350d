-- A line with nothing owed on it whose place a newer one took is said to be replaced, no longer granted or repaid.
UPDATE credit_lines SET status = 'replaced' WHERE replaced_by_id IS NOT NULL AND balance = 0 AND status IN ('granted', 'repaid');
