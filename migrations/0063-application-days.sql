-- The two steps of a bank's word side by side: its first answer within what the product promises, its decision within what it named.
ALTER TABLE credit_applications ADD COLUMN answer_days integer, ADD COLUMN named_days integer;
