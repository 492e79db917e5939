CREATE TABLE hub_touch (
	person VARCHAR(36) NOT NULL,
	listing VARCHAR(80) NOT NULL,
	dealing VARCHAR(10) NOT NULL,
	about VARCHAR(36) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_hub_touch PRIMARY KEY (person, listing, dealing, about),
	CONSTRAINT fk_hub_touch_person FOREIGN KEY(person) REFERENCES hub_person (code) ON DELETE CASCADE
);
CREATE INDEX ix_hub_touch_listing ON hub_touch (listing);
CREATE TABLE hub_move (
	listing VARCHAR(80) NOT NULL,
	number INTEGER NOT NULL,
	state VARCHAR(20) NOT NULL,
	by VARCHAR(36) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	reason VARCHAR(60) NOT NULL,
	explanation TEXT NOT NULL,
	CONSTRAINT pk_hub_move PRIMARY KEY (listing, number)
);
CREATE TABLE hub_feedback (
	id VARCHAR(36) NOT NULL,
	listing VARCHAR(80) NOT NULL,
	author VARCHAR(36),
	parts TEXT NOT NULL,
	setting TEXT NOT NULL,
	declared BOOLEAN NOT NULL,
	interest TEXT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(20) NOT NULL,
	version INTEGER NOT NULL,
	show_name BOOLEAN NOT NULL,
	note TEXT NOT NULL,
	CONSTRAINT pk_hub_feedback PRIMARY KEY (id),
	CONSTRAINT fk_hub_feedback_author FOREIGN KEY(author) REFERENCES hub_person (code) ON DELETE SET NULL
);
CREATE INDEX ix_hub_feedback_author ON hub_feedback (author);
CREATE INDEX ix_hub_feedback_state ON hub_feedback (state);
CREATE INDEX ix_hub_feedback_listing_state ON hub_feedback (listing, state);
CREATE TABLE hub_reply (
	feedback VARCHAR(36) NOT NULL,
	version INTEGER NOT NULL,
	provider TEXT NOT NULL,
	text TEXT NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	state VARCHAR(20) NOT NULL,
	CONSTRAINT pk_hub_reply PRIMARY KEY (feedback, version),
	CONSTRAINT fk_hub_reply_feedback FOREIGN KEY(feedback) REFERENCES hub_feedback (id) ON DELETE CASCADE
);
CREATE INDEX ix_hub_reply_state ON hub_reply (state);
CREATE TABLE hub_learned (
	person VARCHAR(36) NOT NULL,
	module VARCHAR(80) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_hub_learned PRIMARY KEY (person, module),
	CONSTRAINT fk_hub_learned_person FOREIGN KEY(person) REFERENCES hub_person (code) ON DELETE CASCADE
);
UPDATE alembic_version SET version_num='0006' WHERE alembic_version.version_num = '0005';
