-- The last step of its clock whose code a second factor has spent: a code counts once (RFC 6238 §5.2).
ALTER TABLE users ADD COLUMN totp_step bigint;
