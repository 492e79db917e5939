CREATE TABLE hub_proposal (
	listing VARCHAR(80) NOT NULL,
	number INTEGER NOT NULL,
	by VARCHAR(36) NOT NULL,
	provider TEXT NOT NULL,
	changes TEXT NOT NULL,
	why TEXT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(20) NOT NULL,
	note TEXT NOT NULL,
	checked TEXT NOT NULL,
	basis TEXT NOT NULL,
	decided_by VARCHAR(36) NOT NULL,
	decided_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_hub_proposal PRIMARY KEY (listing, number)
);
CREATE INDEX ix_hub_proposal_state ON hub_proposal (state);
CREATE TABLE hub_answer (
	listing VARCHAR(80) NOT NULL,
	move INTEGER NOT NULL,
	version INTEGER NOT NULL,
	by VARCHAR(36) NOT NULL,
	provider TEXT NOT NULL,
	text TEXT NOT NULL,
	asks BOOLEAN NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(20) NOT NULL,
	note TEXT NOT NULL,
	decided_by VARCHAR(36) NOT NULL,
	CONSTRAINT pk_hub_answer PRIMARY KEY (listing, move, version)
);
CREATE INDEX ix_hub_answer_state ON hub_answer (state);
CREATE TABLE hub_agency (
	name TEXT NOT NULL,
	kind VARCHAR(20) NOT NULL,
	contacts TEXT NOT NULL,
	by VARCHAR(36) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_hub_agency PRIMARY KEY (name)
);
UPDATE alembic_version SET version_num='0007' WHERE alembic_version.version_num = '0006';
