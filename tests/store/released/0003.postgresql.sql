CREATE TABLE share (
	id VARCHAR(36) NOT NULL,
	assessment_id VARCHAR(36) NOT NULL,
	role VARCHAR(4) NOT NULL,
	label TEXT NOT NULL,
	account VARCHAR(64),
	digest VARCHAR(64),
	passphrase TEXT,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL,
	expires_at TIMESTAMP WITH TIME ZONE,
	used_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_share PRIMARY KEY (id),
	CONSTRAINT ck_share_role CHECK (role IN ('read', 'edit')),
	CONSTRAINT fk_share_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE CASCADE,
	CONSTRAINT uq_share_digest UNIQUE (digest)
);
CREATE INDEX ix_share_assessment_id ON share (assessment_id);
CREATE INDEX ix_share_account ON share (account);
CREATE TABLE guest (
	share_id VARCHAR(36) NOT NULL,
	visitor VARCHAR(200) NOT NULL,
	since TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_guest PRIMARY KEY (share_id, visitor),
	CONSTRAINT fk_guest_share_id FOREIGN KEY(share_id) REFERENCES share (id) ON DELETE CASCADE
);
CREATE INDEX ix_guest_visitor ON guest (visitor);
UPDATE alembic_version SET version_num='0003' WHERE alembic_version.version_num = '0002';
