-- What lists of many thousand people are narrowed by, read without their rows.

CREATE INDEX ix_person_sieve ON person (archived, sex, shown_name COLLATE NOCASE, id, whereabouts_status, whereabouts_since, whereabouts_place, last_seen_place, birth_date, age, characteristics, reference);
CREATE INDEX ix_custody_sieve ON custody (archived, person, arrested, held_by, arrested_by, event, incommunicado, incommunicado_until, ended, end_kind);
