-- What people decided about two records that may stand for one and the same person, event, place and so on.

CREATE TABLE identity_decision (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    first_record BLOB DEFAULT (x'') NOT NULL,
    second_record BLOB DEFAULT (x'') NOT NULL,
    decision TEXT DEFAULT '' NOT NULL,
    reasons TEXT DEFAULT '' NOT NULL,
    decided_by TEXT DEFAULT '' NOT NULL,
    decided_on TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_identity_decision_first ON identity_decision (first_record, second_record);

CREATE INDEX ix_identity_decision_second ON identity_decision (second_record);
