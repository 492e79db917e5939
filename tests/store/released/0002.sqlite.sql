CREATE TABLE account (
	name VARCHAR(64) NOT NULL,
	password TEXT NOT NULL,
	totp VARCHAR(64),
	totp_step BIGINT NOT NULL,
	disabled BOOLEAN NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_account PRIMARY KEY (name)
);
CREATE TABLE recovery_code (
	digest VARCHAR(64) NOT NULL,
	account VARCHAR(64) NOT NULL,
	CONSTRAINT pk_recovery_code PRIMARY KEY (digest),
	CONSTRAINT fk_recovery_code_account FOREIGN KEY(account) REFERENCES account (name) ON DELETE CASCADE
);
CREATE INDEX ix_recovery_code_account ON recovery_code (account);
CREATE TABLE sign_in (
	digest VARCHAR(64) NOT NULL,
	account VARCHAR(64) NOT NULL,
	created_at DATETIME NOT NULL,
	seen_at DATETIME NOT NULL,
	CONSTRAINT pk_sign_in PRIMARY KEY (digest),
	CONSTRAINT fk_sign_in_account FOREIGN KEY(account) REFERENCES account (name) ON DELETE CASCADE
);
CREATE INDEX ix_sign_in_account ON sign_in (account);
CREATE TABLE attempt (
	digest VARCHAR(64) NOT NULL,
	failures INTEGER NOT NULL,
	at DATETIME NOT NULL,
	until DATETIME NOT NULL,
	CONSTRAINT pk_attempt PRIMARY KEY (digest)
);
UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';
