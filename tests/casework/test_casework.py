"""What holds for every kind of record and every field, whoever adds the next one."""

from __future__ import annotations

import keyword
import re

from casefile.casework import access, chronology, figures, places, scripts, sources, tasks, whereabouts
from casefile.casework.catalogue import SUBJECTS, record_types
from casefile.casework.record import Record, Sensitivity, Shape
from casefile.casework.vocabulary import vocabulary

KINDS = record_types()
FIELDS = [(kind, name) for kind, made in KINDS.items() for name in made.facts if name not in Record.model_fields]
SQL_RESERVES = """
    abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade
    case cast check collate column commit conflict constraint create cross current current_date current_time database
    default deferrable deferred delete desc detach distinct do drop each else end escape except exclude exclusive
    exists explain fail filter first following for foreign from full generated glob group groups having if ignore
    immediate in index indexed initially inner insert instead intersect into is isnull join key last left like limit
    match materialized natural no not nothing notnull null nulls of offset on or order others outer over partition
    plan pragma preceding primary query raise range recursive references regexp reindex release rename replace restrict
    returning right rollback row rows savepoint select set table temp temporary then ties to transaction trigger
    unbounded union unique update using vacuum values view virtual when where window with without
"""
SQL_WORDS = frozenset(SQL_RESERVES.split())
OWNED = {
    "name": "person",
    "identifier": "person",
    "relationship": "person",
    "contact": "person",
    "affiliation": "person",
    "event_link": "event",
    "violation_act": "event",
    "perpetrator": "violation_act",
    "involvement": "event",
    "figure": "event",
    "measure": "event",
    "custody": "person",
    "stay": "custody",
    "safeguard": "custody",
    "lawyer_access": "person",
    "family_visit": "person",
    "allegation": "person",
    "injury": "allegation",
    "medical_exam": "person",
    "death": "person",
    "proceeding": "person",
    "charge": "proceeding",
    "hearing": "proceeding",
    "decision": "proceeding",
    "remedy": "person",
    "evidence_link": "evidence_item",
    "handling": "evidence_item",
    "consent": "person",
    "risk": "person",
    "reply": "letter",
}
ALONE = {
    "person",
    "organisation",
    "place",
    "event",
    "statement",
    "source",
    "claim",
    "remark",
    "evidence_item",
    "task",
    "letter",
    "identity_decision",
}


def test_every_kind_of_the_domain_is_there_and_belongs_where_it_should() -> None:
    assert {kind: made.facts[made.owner].target for kind, made in KINDS.items() if made.owner} == OWNED
    assert {kind for kind, made in KINDS.items() if not made.owner} == ALONE


def test_a_part_cannot_be_without_its_whole() -> None:
    assert [kind for kind, made in KINDS.items() if made.owner and not made.facts[made.owner].required] == []


def test_every_kind_is_shown_under_the_file_it_lives_in() -> None:
    astray = [kind for kind, made in KINDS.items() if not made.model.__module__.endswith(f".{made.kind.section}")]
    assert astray == []
    assert {made.kind.section for made in KINDS.values()} == set(SUBJECTS)


def test_a_field_is_called_by_a_word_that_no_language_reserves() -> None:
    names = {name for _kind, name in FIELDS}
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)] == []
    assert [name for name in names if keyword.iskeyword(name) or name in SQL_WORDS] == []


def test_every_field_has_a_label_and_a_help_in_whole_sentences() -> None:
    texts = {(kind, name): KINDS[kind].facts[name] for kind, name in FIELDS}
    assert [field for field, facts in texts.items() if not facts.label[:1].isupper() or facts.label.endswith(".")] == []
    assert [field for field, facts in texts.items() if not facts.help.endswith((".", ".”"))] == []
    assert [field for field, facts in texts.items() if re.search(r"\b(e\.g|i\.e|etc)\b", facts.help)] == []


def test_every_list_of_terms_exists() -> None:
    names = {KINDS[kind].facts[name].vocabulary for kind, name in FIELDS} - {""}
    assert [name for name in sorted(names) if not vocabulary(name).terms] == []


def test_numbers_say_their_unit() -> None:
    numbers = [(kind, name) for kind, name in FIELDS if KINDS[kind].facts[name].shape in {Shape.INTEGER, Shape.REAL}]
    assert numbers
    assert [field for field in numbers if not KINDS[field[0]].facts[field[1]].unit] == []


def test_what_tells_who_somebody_is_counts_as_identity() -> None:
    identity = Sensitivity.IDENTITY
    expected = {
        "person": {"shown_name", "birth_date", "birthplace", "photograph", "whereabouts_place"},
        "name": {"full_name", "given", "patronymic", "family"},
        "identifier": {"number", "issued_by", "issued_on", "expires_on"},
        "contact": {"address", "through_person"},
        "place": {"address", "latitude", "longitude"},
        "relationship": {"related_person"},
        "violation_act": {"victim"},
        "involvement": {"person"},
        "perpetrator": {"person"},
        "injury": {"photo"},
        "medical_exam": {"examiner", "examiner_name"},
        "source": {"author", "author_person"},
        "claim": {"value", "quote"},
        "evidence_item": {"file_name", "file_details", "captured_by"},
    }
    missed = {
        (kind, name)
        for kind, names in expected.items()
        for name in names
        if KINDS[kind].facts[name].sensitivity is not identity
    }
    assert missed == set()


def test_what_harms_in_the_wrong_hands_counts_as_sensitive() -> None:
    expected = {
        "person": {"ethnicity", "religion", "gender", "health", "health_details"},
        "contact": {"safe_how"},
        "allegation": {"sexual_violence", "sexual_violence_details", "account", "effects", "care_details"},
        "medical_exam": {"findings", "complaints", "recommendations"},
        "evidence_item": {"blob_key"},
        "source": {"protection_details"},
        "risk": {"threat", "mitigation"},
    }
    missed = {
        (kind, name)
        for kind, names in expected.items()
        for name in names
        if KINDS[kind].facts[name].sensitivity is not Sensitivity.SENSITIVE
    }
    assert missed == set()


def test_names_and_titles_weigh_most_in_search() -> None:
    assert KINDS["person"].facts["shown_name"].search == 10
    assert KINDS["name"].facts["full_name"].search == 10
    assert KINDS["letter"].facts["printed"].search == 0
    assert [name for name, facts in KINDS["evidence_item"].facts.items() if name == "blob_key" and facts.search] == []


def test_a_link_that_is_followed_backwards_has_an_index() -> None:
    for kind, made in KINDS.items():
        first = {next(iter(index.columns)).name for index in made.table.indexes if index.columns}
        wanted = {name for name, facts in made.facts.items() if facts.owner or facts.target == "*"}
        assert wanted <= first, kind


def test_every_term_that_the_code_names_is_in_its_list() -> None:
    counted, roles, outcomes = set(figures._NAMED_BY), set[str](), set[str]()
    for by_role, by_outcome in figures._NAMED_BY.values():
        roles |= by_role
        outcomes |= by_outcome
    named = {
        "whereabouts_status": {
            whereabouts.AT_LIBERTY,
            whereabouts.IN_CUSTODY,
            whereabouts.HOUSE_ARREST,
            whereabouts.MISSING,
            whereabouts.DECEASED,
            whereabouts.UNKNOWN,
            *whereabouts._AFTER.values(),
        },
        "custody_end": set(whereabouts._AFTER),
        "custody_kind": {"house_arrest"},
        "counted": counted | set(figures._ORDER),
        "involvement_role": roles,
        "involvement_outcome": outcomes,
        "place_kind": set(places.DETENTION_KINDS),
        "access_outcome": set(access.TOOK_PLACE | access.PREVENTED),
        "safeguard_kind": set(chronology._SAFEGUARD_LANES),
        "stance": {sources.SUPPORTS, sources.CONTRADICTS, sources.SHOWN},
        "task_state": {"open", tasks.DONE, tasks.DROPPED},
        "task_kind": {"task"},
        "certainty": {"alleged"},
        "charge_status": {"brought"},
        "appeal_state": {"possible", "unknown"},
        "remedy_kind": {"none_possible"},
        "handling_kind": {"received", "hashed"},
        "risk_level": {"high", "extreme"},
        "name_kind": {"publication_pseudonym"},
        "person_entity": {"individual"},
        "yes_no": {"yes", "no", "unknown"},
        "script": set(scripts._SCRIPTS.values()),
    }
    missing = {name: terms - set(vocabulary(name).terms) for name, terms in named.items()}
    assert {name: terms for name, terms in missing.items() if terms} == {}
