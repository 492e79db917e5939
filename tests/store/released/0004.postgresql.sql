CREATE TABLE workshop (
	id VARCHAR(36) NOT NULL,
	owner TEXT NOT NULL,
	title TEXT NOT NULL,
	code VARCHAR(6),
	setup TEXT NOT NULL,
	keep_days INTEGER NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	delete_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_workshop PRIMARY KEY (id),
	CONSTRAINT uq_workshop_code UNIQUE (code)
);
CREATE INDEX ix_workshop_owner ON workshop (owner);
CREATE INDEX ix_workshop_delete_at ON workshop (delete_at);
CREATE TABLE workshop_token (
	digest VARCHAR(64) NOT NULL,
	workshop_id VARCHAR(36) NOT NULL,
	role VARCHAR(7) NOT NULL,
	person VARCHAR(36) NOT NULL,
	CONSTRAINT pk_workshop_token PRIMARY KEY (digest),
	CONSTRAINT ck_workshop_token_role CHECK (role IN ('person', 'trainer', 'screen')),
	CONSTRAINT fk_workshop_token_workshop_id FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE
);
CREATE INDEX ix_workshop_token_workshop_id ON workshop_token (workshop_id);
CREATE TABLE workshop_event (
	workshop_id VARCHAR(36) NOT NULL,
	number INTEGER NOT NULL,
	event TEXT NOT NULL,
	CONSTRAINT pk_workshop_event PRIMARY KEY (workshop_id, number),
	CONSTRAINT fk_workshop_event_workshop_id FOREIGN KEY(workshop_id) REFERENCES workshop (id) ON DELETE CASCADE
);
CREATE TABLE workshop_minutes (
	workshop_id VARCHAR(36) NOT NULL,
	owner TEXT NOT NULL,
	title TEXT NOT NULL,
	minutes TEXT NOT NULL,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_workshop_minutes PRIMARY KEY (workshop_id)
);
CREATE INDEX ix_workshop_minutes_owner ON workshop_minutes (owner);
UPDATE alembic_version SET version_num='0004' WHERE alembic_version.version_num = '0003';
