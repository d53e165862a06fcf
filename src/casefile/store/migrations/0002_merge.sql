-- What merging keeps beside the log: which merge brought an act, what waits for its ancestors or was set aside, which
-- records may hold an open conflict.

ALTER TABLE log_act ADD COLUMN brought INTEGER NOT NULL DEFAULT 0;

CREATE TABLE log_parked (id BLOB PRIMARY KEY, act INTEGER NOT NULL, kind INTEGER NOT NULL, record BLOB NOT NULL, parents BLOB NOT NULL, verb INTEGER NOT NULL, fields TEXT NOT NULL, brought INTEGER NOT NULL, aside INTEGER NOT NULL) WITHOUT ROWID;

CREATE INDEX log_parked_record ON log_parked (record);

CREATE TABLE log_merge (act INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, undone INTEGER NOT NULL, account TEXT NOT NULL);

CREATE TABLE log_rejoined (id BLOB PRIMARY KEY, brought INTEGER NOT NULL, joined INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE log_clash (record BLOB PRIMARY KEY, kind INTEGER NOT NULL) WITHOUT ROWID;
