-- The first schema: log, settings of the vault, and every kind of record.
-- Made by packaging/schema.py; never edited after a release.

CREATE TABLE log_kind (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE log_act (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, stamp INTEGER NOT NULL, device BLOB NOT NULL, author TEXT NOT NULL, name TEXT NOT NULL, undoes BLOB NOT NULL, first INTEGER NOT NULL);

CREATE TABLE log_change (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, act INTEGER NOT NULL, kind INTEGER NOT NULL, record BLOB NOT NULL, parents BLOB NOT NULL, verb INTEGER NOT NULL, fields TEXT NOT NULL);

CREATE INDEX log_act_undoes ON log_act (undoes) WHERE undoes <> x'';

CREATE INDEX log_change_record ON log_change (record);

CREATE TABLE log_head (record BLOB PRIMARY KEY, kind INTEGER NOT NULL, heads BLOB NOT NULL) WITHOUT ROWID;

CREATE VIEW log_open AS SELECT id, stamp, device, author, name, undoes FROM log_act;

CREATE TABLE book_counter (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE book_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE person (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    entity TEXT DEFAULT '' NOT NULL,
    shown_name TEXT DEFAULT '' NOT NULL,
    described_as TEXT DEFAULT '' NOT NULL,
    identified TEXT DEFAULT '' NOT NULL,
    head_count TEXT DEFAULT '' NOT NULL,
    sex TEXT DEFAULT '' NOT NULL,
    gender TEXT DEFAULT '' NOT NULL,
    birth_date TEXT DEFAULT '' NOT NULL,
    age TEXT DEFAULT '' NOT NULL,
    age_on TEXT DEFAULT '' NOT NULL,
    birthplace BLOB DEFAULT (x'') NOT NULL,
    nationalities TEXT DEFAULT '[]' NOT NULL,
    ethnicity TEXT DEFAULT '[]' NOT NULL,
    religion TEXT DEFAULT '' NOT NULL,
    languages TEXT DEFAULT '[]' NOT NULL,
    civil_status TEXT DEFAULT '' NOT NULL,
    education TEXT DEFAULT '' NOT NULL,
    occupation TEXT DEFAULT '' NOT NULL,
    occupation_detail TEXT DEFAULT '' NOT NULL,
    activities TEXT DEFAULT '' NOT NULL,
    characteristics TEXT DEFAULT '[]' NOT NULL,
    health TEXT DEFAULT '[]' NOT NULL,
    health_details TEXT DEFAULT '' NOT NULL,
    whereabouts_status TEXT DEFAULT '' NOT NULL,
    whereabouts_since TEXT DEFAULT '' NOT NULL,
    whereabouts_place BLOB DEFAULT (x'') NOT NULL,
    last_seen_on TEXT DEFAULT '' NOT NULL,
    last_seen_place BLOB DEFAULT (x'') NOT NULL,
    last_seen_account TEXT DEFAULT '' NOT NULL,
    photograph BLOB DEFAULT (x'') NOT NULL,
    invented TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_person_name ON person (archived, shown_name COLLATE NOCASE, id, whereabouts_status, whereabouts_since, reference);

CREATE INDEX ix_person_reference ON person (archived, length(reference), reference, id, whereabouts_status);

CREATE INDEX ix_person_since ON person (archived, whereabouts_since DESC, id, whereabouts_status);

CREATE INDEX ix_person_state ON person (archived, whereabouts_status, shown_name COLLATE NOCASE, id);

CREATE TABLE name (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    name_kind TEXT DEFAULT '' NOT NULL,
    full_name TEXT DEFAULT '' NOT NULL,
    given TEXT DEFAULT '' NOT NULL,
    patronymic TEXT DEFAULT '' NOT NULL,
    family TEXT DEFAULT '' NOT NULL,
    script TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX name_person ON name (person);

CREATE INDEX ix_name_person ON name (person);

CREATE TABLE identifier (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    identifier_kind TEXT DEFAULT '' NOT NULL,
    number TEXT DEFAULT '' NOT NULL,
    country TEXT DEFAULT '' NOT NULL,
    issued_by TEXT DEFAULT '' NOT NULL,
    issued_on TEXT DEFAULT '' NOT NULL,
    expires_on TEXT DEFAULT '' NOT NULL,
    held_by TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX identifier_person ON identifier (person);

CREATE INDEX ix_identifier_person ON identifier (person);

CREATE TABLE contact (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    contact_kind TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    through_person BLOB DEFAULT (x'') NOT NULL,
    safe_to_contact TEXT DEFAULT '' NOT NULL,
    safe_how TEXT DEFAULT '' NOT NULL,
    languages TEXT DEFAULT '[]' NOT NULL,
    checked_on TEXT DEFAULT '' NOT NULL,
    labels TEXT DEFAULT '[]' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX contact_person ON contact (person);

CREATE INDEX ix_contact_person ON contact (person);

CREATE TABLE organisation (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    shown_name TEXT DEFAULT '' NOT NULL,
    aliases TEXT DEFAULT '[]' NOT NULL,
    organisation_kind TEXT DEFAULT '' NOT NULL,
    parent BLOB DEFAULT (x'') NOT NULL,
    state_agent TEXT DEFAULT '' NOT NULL,
    country TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    contact_details TEXT DEFAULT '' NOT NULL,
    website TEXT DEFAULT '' NOT NULL,
    summary TEXT DEFAULT '' NOT NULL,
    began TEXT DEFAULT '' NOT NULL,
    ended TEXT DEFAULT '' NOT NULL,
    invented TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_organisation_name ON organisation (shown_name);

CREATE INDEX ix_organisation_parent ON organisation (parent);

CREATE TABLE affiliation (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    organisation BLOB DEFAULT (x'') NOT NULL,
    affiliation_kind TEXT DEFAULT '' NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    rank TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    began TEXT DEFAULT '' NOT NULL,
    ended TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX affiliation_person ON affiliation (person);

CREATE INDEX ix_affiliation_organisation ON affiliation (organisation);

CREATE INDEX ix_affiliation_person ON affiliation (person);

CREATE TABLE relationship (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    related_person BLOB DEFAULT (x'') NOT NULL,
    relationship_kind TEXT DEFAULT '' NOT NULL,
    began TEXT DEFAULT '' NOT NULL,
    ended TEXT DEFAULT '' NOT NULL,
    next_of_kin TEXT DEFAULT '' NOT NULL,
    may_act TEXT DEFAULT '' NOT NULL,
    details TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX relationship_person ON relationship (person);

CREATE INDEX ix_relationship_person ON relationship (person);

CREATE INDEX ix_relationship_related ON relationship (related_person);

CREATE TABLE place (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    shown_name TEXT DEFAULT '' NOT NULL,
    aliases TEXT DEFAULT '[]' NOT NULL,
    place_kind TEXT DEFAULT '' NOT NULL,
    place_of_detention TEXT DEFAULT '' NOT NULL,
    parent BLOB DEFAULT (x'') NOT NULL,
    country TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    latitude REAL,
    longitude REAL,
    within_metres REAL,
    distance_km TEXT DEFAULT '' NOT NULL,
    distance_from BLOB DEFAULT (x'') NOT NULL,
    operated_by BLOB DEFAULT (x'') NOT NULL,
    summary TEXT DEFAULT '' NOT NULL,
    invented TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_place_name ON place (shown_name);

CREATE INDEX ix_place_parent ON place (parent);

CREATE TABLE event (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    event_kind TEXT DEFAULT '' NOT NULL,
    began TEXT DEFAULT '' NOT NULL,
    ended TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    parent BLOB DEFAULT (x'') NOT NULL,
    summary TEXT DEFAULT '' NOT NULL,
    unclear TEXT DEFAULT '' NOT NULL,
    invented TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_event_began ON event (archived, began, id);

CREATE INDEX ix_event_parent ON event (parent);

CREATE INDEX ix_event_place ON event (place);

CREATE TABLE event_link (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    event BLOB DEFAULT (x'') NOT NULL,
    relation TEXT DEFAULT '' NOT NULL,
    other_event BLOB DEFAULT (x'') NOT NULL,
    details TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX event_link_event ON event_link (event);

CREATE INDEX ix_event_link_event ON event_link (event);

CREATE INDEX ix_event_link_other ON event_link (other_event);

CREATE TABLE violation_act (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    event BLOB DEFAULT (x'') NOT NULL,
    violation_kind TEXT DEFAULT '' NOT NULL,
    methods TEXT DEFAULT '[]' NOT NULL,
    victim BLOB DEFAULT (x'') NOT NULL,
    occurred TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    purposes TEXT DEFAULT '[]' NOT NULL,
    attribution TEXT DEFAULT '[]' NOT NULL,
    rights TEXT DEFAULT '[]' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    summary TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX violation_act_event ON violation_act (event);

CREATE INDEX ix_violation_act_event ON violation_act (event);

CREATE INDEX ix_violation_act_victim ON violation_act (victim);

CREATE TABLE perpetrator (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    violation_act BLOB DEFAULT (x'') NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    organisation BLOB DEFAULT (x'') NOT NULL,
    described_as TEXT DEFAULT '' NOT NULL,
    degree TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    recognised_how TEXT DEFAULT '' NOT NULL,
    accountability TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX perpetrator_violation_act ON perpetrator (violation_act);

CREATE INDEX ix_perpetrator_act ON perpetrator (violation_act);

CREATE INDEX ix_perpetrator_person ON perpetrator (person);

CREATE TABLE involvement (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    event BLOB DEFAULT (x'') NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    organisation BLOB DEFAULT (x'') NOT NULL,
    involved_as TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    later_died TEXT DEFAULT '' NOT NULL,
    later_died_on TEXT DEFAULT '' NOT NULL,
    age_then TEXT DEFAULT '' NOT NULL,
    occurred TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    details TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX involvement_event ON involvement (event);

CREATE INDEX ix_involvement_event ON involvement (event, person);

CREATE INDEX ix_involvement_person ON involvement (person, event);

CREATE TABLE figure (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    event BLOB DEFAULT (x'') NOT NULL,
    counted TEXT DEFAULT '' NOT NULL,
    how_many TEXT DEFAULT '' NOT NULL,
    unit TEXT DEFAULT '' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    part_of BLOB DEFAULT (x'') NOT NULL,
    than BLOB DEFAULT (x'') NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    source BLOB DEFAULT (x'') NOT NULL,
    stated_by BLOB DEFAULT (x'') NOT NULL,
    attributed_to TEXT DEFAULT '' NOT NULL,
    as_of TEXT DEFAULT '' NOT NULL,
    official TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX figure_event ON figure (event);

CREATE INDEX ix_figure_event ON figure (event);

CREATE INDEX ix_figure_part_of ON figure (part_of);

CREATE TABLE measure (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    event BLOB DEFAULT (x'') NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    measure_kind TEXT DEFAULT '' NOT NULL,
    authority BLOB DEFAULT (x'') NOT NULL,
    authority_in_words TEXT DEFAULT '' NOT NULL,
    legal_basis TEXT DEFAULT '' NOT NULL,
    began TEXT DEFAULT '' NOT NULL,
    ended TEXT DEFAULT '' NOT NULL,
    daily_from TEXT DEFAULT '' NOT NULL,
    daily_until TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    official_reason TEXT DEFAULT '' NOT NULL,
    disputed_reason TEXT DEFAULT '' NOT NULL,
    assessed_as TEXT DEFAULT '' NOT NULL,
    assessment TEXT DEFAULT '' NOT NULL,
    affected TEXT DEFAULT '' NOT NULL,
    rights TEXT DEFAULT '[]' NOT NULL,
    derogation_notified TEXT DEFAULT '' NOT NULL,
    details TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX measure_event ON measure (event);

CREATE INDEX ix_measure_event ON measure (event);

CREATE TABLE statement (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    about BLOB DEFAULT (x'') NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    organisation BLOB DEFAULT (x'') NOT NULL,
    speaker_role TEXT DEFAULT '' NOT NULL,
    speaker_described TEXT DEFAULT '' NOT NULL,
    statement_kind TEXT DEFAULT '' NOT NULL,
    official TEXT DEFAULT '' NOT NULL,
    occurred TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    words TEXT DEFAULT '' NOT NULL,
    original_words TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    said_through TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    follow_up TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_statement_about ON statement (about);

CREATE INDEX ix_statement_person ON statement (person);

CREATE TABLE custody (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    event BLOB DEFAULT (x'') NOT NULL,
    custody_kind TEXT DEFAULT '' NOT NULL,
    arrested TEXT DEFAULT '' NOT NULL,
    arrest_place BLOB DEFAULT (x'') NOT NULL,
    arrest_place_detail TEXT DEFAULT '' NOT NULL,
    arrested_by BLOB DEFAULT (x'') NOT NULL,
    officers TEXT DEFAULT '' NOT NULL,
    warrant_shown TEXT DEFAULT '' NOT NULL,
    authority BLOB DEFAULT (x'') NOT NULL,
    reasons_given TEXT DEFAULT '' NOT NULL,
    law TEXT DEFAULT '' NOT NULL,
    article TEXT DEFAULT '' NOT NULL,
    force_used TEXT DEFAULT '' NOT NULL,
    circumstances TEXT DEFAULT '' NOT NULL,
    taken_to BLOB DEFAULT (x'') NOT NULL,
    taken_at TEXT DEFAULT '' NOT NULL,
    registered_at TEXT DEFAULT '' NOT NULL,
    registration_number TEXT DEFAULT '' NOT NULL,
    held_by BLOB DEFAULT (x'') NOT NULL,
    record_given TEXT DEFAULT '' NOT NULL,
    record_given_to TEXT DEFAULT '' NOT NULL,
    record_given_at TEXT DEFAULT '' NOT NULL,
    acknowledged TEXT DEFAULT '' NOT NULL,
    incommunicado TEXT DEFAULT '' NOT NULL,
    incommunicado_until TEXT DEFAULT '' NOT NULL,
    held_for TEXT DEFAULT '' NOT NULL,
    ended TEXT DEFAULT '' NOT NULL,
    end_kind TEXT DEFAULT '' NOT NULL,
    end_details TEXT DEFAULT '' NOT NULL,
    wgad_categories TEXT DEFAULT '[]' NOT NULL,
    why_arbitrary TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX custody_person ON custody (person);

CREATE INDEX ix_custody_event ON custody (event);

CREATE INDEX ix_custody_person ON custody (person, archived);

CREATE TABLE stay (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    custody BLOB DEFAULT (x'') NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    place_in_words TEXT DEFAULT '' NOT NULL,
    began TEXT DEFAULT '' NOT NULL,
    ended TEXT DEFAULT '' NOT NULL,
    moved_by BLOB DEFAULT (x'') NOT NULL,
    moved_why TEXT DEFAULT '' NOT NULL,
    cell TEXT DEFAULT '' NOT NULL,
    cell_size REAL,
    cell_people TEXT DEFAULT '' NOT NULL,
    light TEXT DEFAULT '' NOT NULL,
    food TEXT DEFAULT '' NOT NULL,
    water TEXT DEFAULT '' NOT NULL,
    hygiene TEXT DEFAULT '' NOT NULL,
    solitary TEXT DEFAULT '' NOT NULL,
    solitary_for TEXT DEFAULT '' NOT NULL,
    restraints TEXT DEFAULT '[]' NOT NULL,
    conditions TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX stay_custody ON stay (custody);

CREATE INDEX ix_stay_custody ON stay (custody);

CREATE INDEX ix_stay_place ON stay (place);

CREATE TABLE safeguard (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    custody BLOB DEFAULT (x'') NOT NULL,
    safeguard_kind TEXT DEFAULT '' NOT NULL,
    given TEXT DEFAULT '' NOT NULL,
    asked_at TEXT DEFAULT '' NOT NULL,
    given_at TEXT DEFAULT '' NOT NULL,
    given_by BLOB DEFAULT (x'') NOT NULL,
    by_whom TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX safeguard_custody ON safeguard (custody);

CREATE INDEX ix_safeguard_custody ON safeguard (custody);

CREATE TABLE lawyer_access (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    custody BLOB DEFAULT (x'') NOT NULL,
    access_kind TEXT DEFAULT '' NOT NULL,
    occurred TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    lawyer BLOB DEFAULT (x'') NOT NULL,
    lawyer_in_words TEXT DEFAULT '' NOT NULL,
    lawyer_choice TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    confidential TEXT DEFAULT '' NOT NULL,
    minutes INTEGER,
    refused_by TEXT DEFAULT '' NOT NULL,
    reason_given TEXT DEFAULT '' NOT NULL,
    details TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX lawyer_access_person ON lawyer_access (person);

CREATE INDEX ix_lawyer_access_custody ON lawyer_access (custody);

CREATE INDEX ix_lawyer_access_person ON lawyer_access (person);

CREATE TABLE family_visit (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    custody BLOB DEFAULT (x'') NOT NULL,
    visit_kind TEXT DEFAULT '' NOT NULL,
    occurred TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    relative BLOB DEFAULT (x'') NOT NULL,
    relative_in_words TEXT DEFAULT '' NOT NULL,
    relation TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    supervised TEXT DEFAULT '' NOT NULL,
    conditions TEXT DEFAULT '' NOT NULL,
    minutes INTEGER,
    refused_by TEXT DEFAULT '' NOT NULL,
    reason_given TEXT DEFAULT '' NOT NULL,
    details TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX family_visit_person ON family_visit (person);

CREATE INDEX ix_family_visit_custody ON family_visit (custody);

CREATE INDEX ix_family_visit_person ON family_visit (person);

CREATE TABLE allegation (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    custody BLOB DEFAULT (x'') NOT NULL,
    event BLOB DEFAULT (x'') NOT NULL,
    violation_act BLOB DEFAULT (x'') NOT NULL,
    began TEXT DEFAULT '' NOT NULL,
    ended TEXT DEFAULT '' NOT NULL,
    how_long TEXT DEFAULT '' NOT NULL,
    how_often TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    other_places TEXT DEFAULT '[]' NOT NULL,
    force BLOB DEFAULT (x'') NOT NULL,
    alleged_perpetrators TEXT DEFAULT '' NOT NULL,
    methods TEXT DEFAULT '[]' NOT NULL,
    methods_in_words TEXT DEFAULT '' NOT NULL,
    sexual_violence TEXT DEFAULT '[]' NOT NULL,
    sexual_violence_details TEXT DEFAULT '' NOT NULL,
    purposes TEXT DEFAULT '[]' NOT NULL,
    witnesses TEXT DEFAULT '' NOT NULL,
    signed_under_duress TEXT DEFAULT '' NOT NULL,
    signed_what TEXT DEFAULT '' NOT NULL,
    account TEXT DEFAULT '' NOT NULL,
    effects TEXT DEFAULT '' NOT NULL,
    care_asked TEXT DEFAULT '' NOT NULL,
    care_asked_on TEXT DEFAULT '' NOT NULL,
    care_given TEXT DEFAULT '' NOT NULL,
    care_given_on TEXT DEFAULT '' NOT NULL,
    care_by TEXT DEFAULT '' NOT NULL,
    care_details TEXT DEFAULT '' NOT NULL,
    complaint_made TEXT DEFAULT '' NOT NULL,
    complaint BLOB DEFAULT (x'') NOT NULL,
    why_no_complaint TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX allegation_person ON allegation (person);

CREATE INDEX ix_allegation_custody ON allegation (custody);

CREATE INDEX ix_allegation_person ON allegation (person);

CREATE TABLE injury (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    allegation BLOB DEFAULT (x'') NOT NULL,
    body_region TEXT DEFAULT '' NOT NULL,
    body_side TEXT DEFAULT '' NOT NULL,
    body_view TEXT DEFAULT '' NOT NULL,
    map_x REAL,
    map_y REAL,
    injury_kind TEXT DEFAULT '' NOT NULL,
    length_mm REAL,
    width_mm REAL,
    shape TEXT DEFAULT '' NOT NULL,
    colours TEXT DEFAULT '[]' NOT NULL,
    injury_age TEXT DEFAULT '' NOT NULL,
    seen_on TEXT DEFAULT '' NOT NULL,
    seen_by TEXT DEFAULT '' NOT NULL,
    symptoms TEXT DEFAULT '[]' NOT NULL,
    alleged_cause TEXT DEFAULT '' NOT NULL,
    photo BLOB DEFAULT (x'') NOT NULL,
    medical_exam BLOB DEFAULT (x'') NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX injury_allegation ON injury (allegation);

CREATE INDEX ix_injury_allegation ON injury (allegation);

CREATE TABLE medical_exam (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    allegation BLOB DEFAULT (x'') NOT NULL,
    custody BLOB DEFAULT (x'') NOT NULL,
    exam_kind TEXT DEFAULT '' NOT NULL,
    examined_on TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    examiner BLOB DEFAULT (x'') NOT NULL,
    examiner_name TEXT DEFAULT '' NOT NULL,
    qualification TEXT DEFAULT '' NOT NULL,
    independent TEXT DEFAULT '' NOT NULL,
    held_in_private TEXT DEFAULT '' NOT NULL,
    others_present TEXT DEFAULT '' NOT NULL,
    restraints TEXT DEFAULT '[]' NOT NULL,
    consent_given TEXT DEFAULT '' NOT NULL,
    requested_by TEXT DEFAULT '' NOT NULL,
    complaints TEXT DEFAULT '' NOT NULL,
    findings TEXT DEFAULT '' NOT NULL,
    consistency TEXT DEFAULT '' NOT NULL,
    consistency_reasons TEXT DEFAULT '' NOT NULL,
    certificate_given TEXT DEFAULT '' NOT NULL,
    certificate_number TEXT DEFAULT '' NOT NULL,
    certificate BLOB DEFAULT (x'') NOT NULL,
    recommendations TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX medical_exam_person ON medical_exam (person);

CREATE INDEX ix_medical_exam_allegation ON medical_exam (allegation);

CREATE INDEX ix_medical_exam_person ON medical_exam (person);

CREATE TABLE death (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    event BLOB DEFAULT (x'') NOT NULL,
    custody BLOB DEFAULT (x'') NOT NULL,
    died_on TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    manner TEXT DEFAULT '' NOT NULL,
    cause_official TEXT DEFAULT '' NOT NULL,
    cause_alleged TEXT DEFAULT '' NOT NULL,
    autopsy_done TEXT DEFAULT '' NOT NULL,
    autopsy_on TEXT DEFAULT '' NOT NULL,
    autopsy_by TEXT DEFAULT '' NOT NULL,
    autopsy_independent TEXT DEFAULT '' NOT NULL,
    autopsy_findings TEXT DEFAULT '' NOT NULL,
    body_returned TEXT DEFAULT '' NOT NULL,
    body_returned_on TEXT DEFAULT '' NOT NULL,
    body_returned_how TEXT DEFAULT '' NOT NULL,
    certificate_given TEXT DEFAULT '' NOT NULL,
    certificate_number TEXT DEFAULT '' NOT NULL,
    certificate BLOB DEFAULT (x'') NOT NULL,
    family_told_on TEXT DEFAULT '' NOT NULL,
    investigation TEXT DEFAULT '' NOT NULL,
    investigation_details TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX death_person ON death (person);

CREATE INDEX ix_death_event ON death (event);

CREATE INDEX ix_death_person ON death (person);

CREATE TABLE proceeding (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    custody BLOB DEFAULT (x'') NOT NULL,
    event BLOB DEFAULT (x'') NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    proceeding_kind TEXT DEFAULT '' NOT NULL,
    party_role TEXT DEFAULT '' NOT NULL,
    authority BLOB DEFAULT (x'') NOT NULL,
    number TEXT DEFAULT '' NOT NULL,
    stage TEXT DEFAULT '' NOT NULL,
    began TEXT DEFAULT '' NOT NULL,
    ended TEXT DEFAULT '' NOT NULL,
    counsel TEXT DEFAULT '' NOT NULL,
    co_accused TEXT DEFAULT '' NOT NULL,
    fair_trial_concerns TEXT DEFAULT '[]' NOT NULL,
    fair_trial_details TEXT DEFAULT '' NOT NULL,
    summary TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX proceeding_person ON proceeding (person);

CREATE INDEX ix_proceeding_event ON proceeding (event);

CREATE INDEX ix_proceeding_person ON proceeding (person);

CREATE TABLE charge (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    proceeding BLOB DEFAULT (x'') NOT NULL,
    charged_on TEXT DEFAULT '' NOT NULL,
    law TEXT DEFAULT '' NOT NULL,
    law_version TEXT DEFAULT '' NOT NULL,
    article TEXT DEFAULT '' NOT NULL,
    wording TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    penalty TEXT DEFAULT '' NOT NULL,
    assessment TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX charge_proceeding ON charge (proceeding);

CREATE INDEX ix_charge_proceeding ON charge (proceeding);

CREATE TABLE hearing (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    proceeding BLOB DEFAULT (x'') NOT NULL,
    hearing_kind TEXT DEFAULT '' NOT NULL,
    held_on TEXT DEFAULT '' NOT NULL,
    court BLOB DEFAULT (x'') NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    judge TEXT DEFAULT '' NOT NULL,
    prosecutor TEXT DEFAULT '' NOT NULL,
    counsel TEXT DEFAULT '' NOT NULL,
    person_present TEXT DEFAULT '' NOT NULL,
    in_public TEXT DEFAULT '' NOT NULL,
    observers TEXT DEFAULT '' NOT NULL,
    interpreter TEXT DEFAULT '' NOT NULL,
    course TEXT DEFAULT '' NOT NULL,
    next_on TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX hearing_proceeding ON hearing (proceeding);

CREATE INDEX ix_hearing_proceeding ON hearing (proceeding);

CREATE TABLE decision (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    proceeding BLOB DEFAULT (x'') NOT NULL,
    hearing BLOB DEFAULT (x'') NOT NULL,
    charge BLOB DEFAULT (x'') NOT NULL,
    decided_on TEXT DEFAULT '' NOT NULL,
    court BLOB DEFAULT (x'') NOT NULL,
    verdict TEXT DEFAULT '' NOT NULL,
    sentence TEXT DEFAULT '' NOT NULL,
    sentence_length TEXT DEFAULT '' NOT NULL,
    fine TEXT DEFAULT '' NOT NULL,
    reasons TEXT DEFAULT '' NOT NULL,
    in_force_on TEXT DEFAULT '' NOT NULL,
    appeal TEXT DEFAULT '' NOT NULL,
    appeal_by TEXT DEFAULT '' NOT NULL,
    appeal_details TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX decision_proceeding ON decision (proceeding);

CREATE INDEX ix_decision_proceeding ON decision (proceeding);

CREATE TABLE remedy (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    custody BLOB DEFAULT (x'') NOT NULL,
    allegation BLOB DEFAULT (x'') NOT NULL,
    proceeding BLOB DEFAULT (x'') NOT NULL,
    event BLOB DEFAULT (x'') NOT NULL,
    remedy_kind TEXT DEFAULT '' NOT NULL,
    addressed_to BLOB DEFAULT (x'') NOT NULL,
    addressed_in_words TEXT DEFAULT '' NOT NULL,
    made_by TEXT DEFAULT '' NOT NULL,
    made_on TEXT DEFAULT '' NOT NULL,
    about TEXT DEFAULT '' NOT NULL,
    reply_due TEXT DEFAULT '' NOT NULL,
    replied_on TEXT DEFAULT '' NOT NULL,
    reply TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    outcome_details TEXT DEFAULT '' NOT NULL,
    why_none TEXT DEFAULT '' NOT NULL,
    evidence_item BLOB DEFAULT (x'') NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX remedy_person ON remedy (person);

CREATE INDEX ix_remedy_person ON remedy (person);

CREATE INDEX ix_remedy_reply_due ON remedy (reply_due);

CREATE TABLE source (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    source_kind TEXT DEFAULT '' NOT NULL,
    author TEXT DEFAULT '' NOT NULL,
    author_person BLOB DEFAULT (x'') NOT NULL,
    publisher BLOB DEFAULT (x'') NOT NULL,
    dated TEXT DEFAULT '' NOT NULL,
    place BLOB DEFAULT (x'') NOT NULL,
    obtained_how TEXT DEFAULT '' NOT NULL,
    obtained_on TEXT DEFAULT '' NOT NULL,
    obtained_by TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    reliability TEXT DEFAULT '' NOT NULL,
    reliability_reasons TEXT DEFAULT '' NOT NULL,
    protection TEXT DEFAULT '' NOT NULL,
    protection_details TEXT DEFAULT '' NOT NULL,
    web_address TEXT DEFAULT '' NOT NULL,
    archive_address TEXT DEFAULT '' NOT NULL,
    quoted_in BLOB DEFAULT (x'') NOT NULL,
    evidence_item BLOB DEFAULT (x'') NOT NULL,
    summary TEXT DEFAULT '' NOT NULL,
    invented TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_source_quoted_in ON source (quoted_in);

CREATE TABLE claim (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    record BLOB DEFAULT (x'') NOT NULL,
    field TEXT DEFAULT '' NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    source BLOB DEFAULT (x'') NOT NULL,
    locator TEXT DEFAULT '' NOT NULL,
    quote TEXT DEFAULT '' NOT NULL,
    credibility TEXT DEFAULT '' NOT NULL,
    stance TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_claim_record ON claim (record, field);

CREATE INDEX ix_claim_source ON claim (source);

CREATE TABLE remark (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    record BLOB DEFAULT (x'') NOT NULL,
    field TEXT DEFAULT '' NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_remark_record ON remark (record, field);

CREATE TABLE evidence_item (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    evidence_kind TEXT DEFAULT '' NOT NULL,
    file_name TEXT DEFAULT '' NOT NULL,
    media_type TEXT DEFAULT '' NOT NULL,
    size_bytes INTEGER,
    sha256 TEXT DEFAULT '' NOT NULL,
    blob_name TEXT DEFAULT '' NOT NULL,
    blob_key TEXT DEFAULT '' NOT NULL,
    taken_in_on TEXT DEFAULT '' NOT NULL,
    captured_on TEXT DEFAULT '' NOT NULL,
    captured_place BLOB DEFAULT (x'') NOT NULL,
    captured_by TEXT DEFAULT '' NOT NULL,
    originality TEXT DEFAULT '' NOT NULL,
    copy_of BLOB DEFAULT (x'') NOT NULL,
    source BLOB DEFAULT (x'') NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    protection TEXT DEFAULT '' NOT NULL,
    shows_people TEXT DEFAULT '' NOT NULL,
    graphic TEXT DEFAULT '' NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    file_details TEXT DEFAULT '' NOT NULL,
    invented TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_evidence_item_sha256 ON evidence_item (sha256);

CREATE INDEX ix_evidence_item_source ON evidence_item (source);

CREATE TABLE evidence_link (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    evidence_item BLOB DEFAULT (x'') NOT NULL,
    record BLOB DEFAULT (x'') NOT NULL,
    relation TEXT DEFAULT '' NOT NULL,
    locator TEXT DEFAULT '' NOT NULL,
    details TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX evidence_link_evidence_item ON evidence_link (evidence_item);

CREATE INDEX ix_evidence_link_item ON evidence_link (evidence_item);

CREATE INDEX ix_evidence_link_record ON evidence_link (record);

CREATE TABLE handling (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    evidence_item BLOB DEFAULT (x'') NOT NULL,
    handling_kind TEXT DEFAULT '' NOT NULL,
    handled_on TEXT DEFAULT '' NOT NULL,
    handled_by TEXT DEFAULT '' NOT NULL,
    handed_to TEXT DEFAULT '' NOT NULL,
    why TEXT DEFAULT '' NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX handling_evidence_item ON handling (evidence_item);

CREATE INDEX ix_handling_item ON handling (evidence_item);

CREATE TABLE consent (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    given_as TEXT DEFAULT '' NOT NULL,
    given_by BLOB DEFAULT (x'') NOT NULL,
    given_by_name TEXT DEFAULT '' NOT NULL,
    given_on TEXT DEFAULT '' NOT NULL,
    consent_form TEXT DEFAULT '' NOT NULL,
    taken_by TEXT DEFAULT '' NOT NULL,
    explained TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    may_keep TEXT DEFAULT '' NOT NULL,
    may_share TEXT DEFAULT '' NOT NULL,
    may_name_to_government TEXT DEFAULT '' NOT NULL,
    may_name_in_public TEXT DEFAULT '' NOT NULL,
    may_send_to_un TEXT DEFAULT '' NOT NULL,
    may_use_picture TEXT DEFAULT '' NOT NULL,
    conditions TEXT DEFAULT '' NOT NULL,
    expires_on TEXT DEFAULT '' NOT NULL,
    withdrawn_on TEXT DEFAULT '' NOT NULL,
    withdrawn_why TEXT DEFAULT '' NOT NULL,
    evidence_item BLOB DEFAULT (x'') NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX consent_person ON consent (person);

CREATE INDEX ix_consent_person ON consent (person);

CREATE TABLE risk (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    person BLOB DEFAULT (x'') NOT NULL,
    risk_kind TEXT DEFAULT '' NOT NULL,
    threat TEXT DEFAULT '' NOT NULL,
    level TEXT DEFAULT '' NOT NULL,
    mitigation TEXT DEFAULT '' NOT NULL,
    assessed_on TEXT DEFAULT '' NOT NULL,
    assessed_by TEXT DEFAULT '' NOT NULL,
    review_on TEXT DEFAULT '' NOT NULL,
    ended TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX risk_person ON risk (person);

CREATE INDEX ix_risk_person ON risk (person);

CREATE TABLE task (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    task_kind TEXT DEFAULT '' NOT NULL,
    about BLOB DEFAULT (x'') NOT NULL,
    due_on TEXT DEFAULT '' NOT NULL,
    remind_on TEXT DEFAULT '' NOT NULL,
    assigned_to TEXT DEFAULT '' NOT NULL,
    priority TEXT DEFAULT '' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    done_on TEXT DEFAULT '' NOT NULL,
    follows BLOB DEFAULT (x'') NOT NULL,
    details TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_task_about ON task (about);

CREATE INDEX ix_task_due ON task (state, due_on);

CREATE TABLE letter (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    about BLOB DEFAULT (x'') NOT NULL,
    template TEXT DEFAULT '' NOT NULL,
    addressee TEXT DEFAULT '' NOT NULL,
    addressee_organisation BLOB DEFAULT (x'') NOT NULL,
    audience TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    sent_how TEXT DEFAULT '' NOT NULL,
    sent_by TEXT DEFAULT '' NOT NULL,
    file_name TEXT DEFAULT '' NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    pages INTEGER,
    signed TEXT DEFAULT '' NOT NULL,
    printed TEXT DEFAULT '' NOT NULL,
    reply_due TEXT DEFAULT '' NOT NULL,
    date TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_letter_about ON letter (about);

CREATE INDEX ix_letter_reply_due ON letter (reply_due);

CREATE TABLE reply (
    id BLOB NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    archived INTEGER DEFAULT 0 NOT NULL,
    letter BLOB DEFAULT (x'') NOT NULL,
    received_on TEXT DEFAULT '' NOT NULL,
    dated TEXT DEFAULT '' NOT NULL,
    organisation BLOB DEFAULT (x'') NOT NULL,
    from_whom TEXT DEFAULT '' NOT NULL,
    reply_kind TEXT DEFAULT '' NOT NULL,
    number TEXT DEFAULT '' NOT NULL,
    summary TEXT DEFAULT '' NOT NULL,
    evidence_item BLOB DEFAULT (x'') NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX reply_letter ON reply (letter);

CREATE INDEX ix_reply_letter ON reply (letter);
