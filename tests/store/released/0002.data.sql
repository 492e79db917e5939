-- Accounts, with and without one-time codes, one of them disabled; somebody who is signed in; somebody who guesses.
INSERT INTO account (name, password, totp, totp_step, disabled, created_at) VALUES ('ann', '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA', 'salt', 58917000, false, '2026-01-01 00:00:00.000000');
INSERT INTO account (name, password, totp, totp_step, disabled, created_at) VALUES ('zoë', '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA', NULL, 0, true, '2026-01-01 00:00:00.000001');
INSERT INTO recovery_code (digest, account) VALUES ('1111111111111111111111111111111111111111111111111111111111111111', 'ann');
INSERT INTO sign_in (digest, account, created_at, seen_at) VALUES ('2222222222222222222222222222222222222222222222222222222222222222', 'ann', '2026-01-01 00:00:00.000000', '2026-01-01 01:00:00.000000');
INSERT INTO attempt (digest, failures, at, until) VALUES ('3333333333333333333333333333333333333333333333333333333333333333', 7, '2026-01-01 00:00:00.000000', '2026-01-01 00:15:00.000000');
