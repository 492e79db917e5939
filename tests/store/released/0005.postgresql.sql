CREATE TABLE hub_person (
	code VARCHAR(36) NOT NULL,
	account VARCHAR(64),
	email TEXT NOT NULL,
	agency TEXT NOT NULL,
	country VARCHAR(2) NOT NULL,
	role VARCHAR(20) NOT NULL,
	standing VARCHAR(20) NOT NULL,
	purpose TEXT NOT NULL,
	attested VARCHAR(10),
	leaves VARCHAR(10),
	approved_by VARCHAR(36) NOT NULL,
	reason TEXT NOT NULL,
	erases BOOLEAN NOT NULL,
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_hub_person PRIMARY KEY (code),
	CONSTRAINT uq_hub_person_account UNIQUE (account)
);
CREATE INDEX ix_hub_person_agency ON hub_person (agency);
CREATE INDEX ix_hub_person_standing ON hub_person (standing);
CREATE TABLE hub_link (
	person VARCHAR(36) NOT NULL,
	digest VARCHAR(64) NOT NULL,
	kind VARCHAR(10) NOT NULL,
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_hub_link PRIMARY KEY (digest),
	CONSTRAINT fk_hub_link_person FOREIGN KEY(person) REFERENCES hub_person (code) ON DELETE CASCADE
);
CREATE INDEX ix_hub_link_person ON hub_link (person);
CREATE TABLE hub_acceptance (
	person VARCHAR(36) NOT NULL,
	version VARCHAR(20) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	lang VARCHAR(20) NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	CONSTRAINT pk_hub_acceptance PRIMARY KEY (person, version, at),
	CONSTRAINT fk_hub_acceptance_person FOREIGN KEY(person) REFERENCES hub_person (code) ON DELETE CASCADE
);
CREATE TABLE hub_detail (
	person VARCHAR(36) NOT NULL,
	detail VARCHAR(20) NOT NULL,
	text TEXT NOT NULL,
	CONSTRAINT pk_hub_detail PRIMARY KEY (person, detail),
	CONSTRAINT fk_hub_detail_person FOREIGN KEY(person) REFERENCES hub_person (code) ON DELETE CASCADE
);
CREATE TABLE hub_consent (
	person VARCHAR(36) NOT NULL,
	detail VARCHAR(20) NOT NULL,
	audience VARCHAR(20) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	given BOOLEAN NOT NULL,
	CONSTRAINT pk_hub_consent PRIMARY KEY (person, detail, audience, at),
	CONSTRAINT fk_hub_consent_person FOREIGN KEY(person) REFERENCES hub_person (code) ON DELETE CASCADE
);
CREATE TABLE hub_look (
	id VARCHAR(36) NOT NULL,
	viewer VARCHAR(36) NOT NULL,
	owner VARCHAR(36) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_hub_look PRIMARY KEY (id),
	CONSTRAINT fk_hub_look_viewer FOREIGN KEY(viewer) REFERENCES hub_person (code) ON DELETE CASCADE,
	CONSTRAINT fk_hub_look_owner FOREIGN KEY(owner) REFERENCES hub_person (code) ON DELETE CASCADE
);
CREATE INDEX ix_hub_look_viewer ON hub_look (viewer);
CREATE INDEX ix_hub_look_owner ON hub_look (owner);
CREATE TABLE hub_notice (
	person VARCHAR(36) NOT NULL,
	id VARCHAR(36) NOT NULL,
	text TEXT NOT NULL,
	details TEXT NOT NULL,
	about TEXT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	seen_at TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_hub_notice PRIMARY KEY (id),
	CONSTRAINT fk_hub_notice_person FOREIGN KEY(person) REFERENCES hub_person (code) ON DELETE CASCADE
);
CREATE INDEX ix_hub_notice_person_seen_at ON hub_notice (person, seen_at);
CREATE TABLE hub_audit (
	number INTEGER NOT NULL,
	at VARCHAR(40) NOT NULL,
	who VARCHAR(36) NOT NULL,
	what VARCHAR(60) NOT NULL,
	about VARCHAR(200) NOT NULL,
	details TEXT NOT NULL,
	before VARCHAR(64) NOT NULL,
	digest VARCHAR(64) NOT NULL,
	CONSTRAINT pk_hub_audit PRIMARY KEY (number)
);
CREATE INDEX ix_hub_audit_who ON hub_audit (who);
CREATE OR REPLACE FUNCTION hub_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'the log of the hub is only ever added to'; END$$;
CREATE TRIGGER hub_audit_no_change BEFORE UPDATE OR DELETE ON hub_audit FOR EACH ROW EXECUTE FUNCTION hub_audit_refuse();
CREATE TRIGGER hub_audit_no_truncate BEFORE TRUNCATE ON hub_audit FOR EACH STATEMENT EXECUTE FUNCTION hub_audit_refuse();
UPDATE alembic_version SET version_num='0005' WHERE alembic_version.version_num = '0004';
