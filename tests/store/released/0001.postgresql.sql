CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE assessment (
	id VARCHAR(36) NOT NULL,
	owner TEXT NOT NULL,
	title TEXT NOT NULL,
	status VARCHAR(20) NOT NULL,
	demo BOOLEAN NOT NULL,
	method TEXT NOT NULL,
	questionnaire_id TEXT NOT NULL,
	questionnaire_version TEXT NOT NULL,
	questionnaire_sha256 TEXT NOT NULL,
	parent_id VARCHAR(36),
	version_no INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	result TEXT,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_assessment PRIMARY KEY (id),
	CONSTRAINT ck_assessment_ck_assessment_status CHECK (status IN ('draft', 'submitted')),
	CONSTRAINT fk_assessment_parent_id FOREIGN KEY(parent_id) REFERENCES assessment (id) ON DELETE SET NULL
);
CREATE INDEX ix_assessment_owner_updated_at ON assessment (owner, updated_at);
CREATE INDEX ix_assessment_parent_id ON assessment (parent_id);
CREATE TABLE response (
	assessment_id VARCHAR(36) NOT NULL,
	key VARCHAR(200) NOT NULL,
	value TEXT NOT NULL,
	revision INTEGER NOT NULL,
	updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
	who TEXT NOT NULL,
	CONSTRAINT pk_response PRIMARY KEY (assessment_id, key),
	CONSTRAINT fk_response_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);
CREATE TABLE event (
	id BIGSERIAL NOT NULL,
	assessment_id VARCHAR(36) NOT NULL,
	revision INTEGER NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	who TEXT NOT NULL,
	client TEXT NOT NULL,
	seq BIGINT NOT NULL,
	position INTEGER NOT NULL,
	key VARCHAR(200) NOT NULL,
	before TEXT NOT NULL,
	after TEXT NOT NULL,
	undoes BIGINT,
	CONSTRAINT pk_event PRIMARY KEY (id),
	CONSTRAINT fk_event_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE CASCADE,
	CONSTRAINT uq_event_assessment_id_client_seq_position UNIQUE (assessment_id, client, seq, position)
);
CREATE INDEX ix_event_assessment_id_revision ON event (assessment_id, revision);
CREATE INDEX ix_event_undoes ON event (undoes);
CREATE TABLE setting (
	key VARCHAR(200) NOT NULL,
	value TEXT NOT NULL,
	CONSTRAINT pk_setting PRIMARY KEY (key)
);
INSERT INTO alembic_version (version_num) VALUES ('0001') RETURNING alembic_version.version_num;
