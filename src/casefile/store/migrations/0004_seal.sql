-- What sealing keeps beside the log: a commitment for each change that is bound into the chain, and the signed ends of it.

CREATE TABLE log_commitment (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, salt BLOB NOT NULL, commitment BLOB NOT NULL);

CREATE TABLE log_seal (n INTEGER PRIMARY KEY, changes INTEGER NOT NULL, chain BLOB NOT NULL, sealed_at TEXT NOT NULL, public_key BLOB NOT NULL, signature BLOB NOT NULL);
