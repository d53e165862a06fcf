from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from casefile.base.clock import RecordId
from casefile.base.config import resource
from casefile.base.counts import say_count
from casefile.base.dates import read_date, say_date
from casefile.base.errors import UserError
from casefile.casework.book import Snapshot
from casefile.casework.catalogue import record_types
from casefile.casework.consent import USES
from casefile.casework.record import ANY_KIND, Sensitivity, Shape
from casefile.casework.safeguards import clock
from casefile.casework.sources import CONTRADICTS, SHOWN
from casefile.casework.values import accept
from casefile.store.demo import enter
from casework.memory_book import MemoryBook

Written = Mapping[str, Any]

SHA256 = "37f6acd69f487183bd3473d9678825e276da045e6eaa1da44599f8fa032807f9"
"""Of the statement as it was published."""
PLACES = {
    "letterhead": "Blvd. Bischoffsheim 11, 8",
    "title": "Kazakhstan Unrest:",
    "para 1": "20 December 2011. International Partnership",
    "para 2": "The unrest broke out on 16 December",
    "para 3": "In a separate incident",
    "para 4": "In a public statement",
    "para 5": "While government officials",
    "para 6": "According to information from the office",
    "para 7": "Following the events on Friday-Saturday",
    "para 7, point 1": "- Foreign Minister",
    "para 7, point 2": "- Three Russian journalists",
    "para 7, point 3": "- There have been disruptions",
    "para 7, point 4": "- On 17 December some 300 people",
    "para 8": "Finally, IPHR would like",
}
"""How a locator counts in the statement, and how each place begins."""
OF_OTHERS = " of the statement"
NOTE = "Invented for training."
MARK = "[invented]"
NAMED = "(invented)"
NO_FIELD = frozenset({"kind", "key", "claims"})
TITLED = {
    "organisation": "shown_name",
    "place": "shown_name",
    "event": "title",
    "source": "title",
    "evidence_item": "title",
    "letter": "title",
    "task": "title",
}
"""Kinds that say in their name that they are invented, each with that field."""
DETAINEES = ("training-aigerim", "training-timur", "training-yusuf")


@cache
def records() -> tuple[Written, ...]:
    return tuple(json.loads(resource("demo", "zhanaozen.json").read_text(encoding="utf-8")))


@cache
def facts() -> tuple[Written, ...]:
    return tuple(json.loads(resource("demo", "facts.json").read_text(encoding="utf-8")))


@cache
def statement() -> str:
    return flat(resource("demo", "statement.txt").read_text(encoding="utf-8"))


def flat(text: str) -> str:
    return " ".join(text.split())


def passage(locator: str) -> str:
    """What stands at a place in the statement: from its beginning to that of the next."""
    places = list(PLACES)
    following = places.index(locator) + 1
    end = statement().index(PLACES[places[following]]) if following < len(places) else None
    return statement()[statement().index(PLACES[locator]) : end]


def by_key() -> Mapping[str, Written]:
    return {record["key"]: record for record in records() if "key" in record}


def fields(record: Written) -> Written:
    return {name: value for name, value in record.items() if name not in NO_FIELD}


def claims() -> Iterator[tuple[Written, Written]]:
    """Each claim with the record that it speaks of."""
    for record in records():
        if record["kind"] == "claim":
            yield by_key()[record["record"][1:]], record
        for claim in record.get("claims", ()):
            yield record, claim


def claims_about(record: Written) -> list[Written]:
    return [claim for about, claim in claims() if about is record]


def links(record: Written) -> Iterator[str]:
    """Keys of the records that a record and its claims point to."""
    for one in (record, *record.get("claims", ())):
        for value in one.values():
            if isinstance(value, str) and value.startswith("@"):
                yield value[1:]


def is_invented(record: Written) -> bool:
    return bool(record.get("note", "").startswith(NOTE))


def named(record: Written) -> str:
    return f"{record['kind']} {record.get('key', '')} {record.get('title', '')}".strip()


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[MemoryBook, Mapping[str, RecordId]]]:
    """The case entered in a book in memory, and the id of each key."""
    book = MemoryBook()
    made = iter(list(enter(book, records())))
    keys: dict[str, RecordId] = {}
    for record in records():
        record_id = next(made)
        if "key" in record:
            keys[record["key"]] = record_id
        for _claim in record.get("claims", ()):
            next(made)
    yield book, keys
    book.close()


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_case_can_be_entered_and_keeps_every_rule(demo: tuple[MemoryBook, Mapping[str, RecordId]]) -> None:
    book, keys = demo
    assert sum(book.count(kind) for kind in record_types()) == len(records()) + sum(
        len(record.get("claims", ())) for record in records()
    )
    assert book.get(keys["unrest"]).text("reference") == "E-0001"


def test_every_value_is_one_that_its_field_takes() -> None:
    refused = []
    for record in records():
        for kind, written in [(record["kind"], fields(record)), *(("claim", one) for one in record.get("claims", ()))]:
            given = {name: bytes(16) if str(value).startswith("@") else value for name, value in written.items()}
            try:
                accept(
                    record_types()[kind], {"record": bytes(16), **given} if kind == "claim" else given, complete=True
                )
            except UserError as problem:
                refused.append(f"{named(record)}: {problem}")
    assert not refused


def test_what_is_kept_is_what_was_written(demo: tuple[MemoryBook, Mapping[str, RecordId]]) -> None:
    """Dates, counts, texts and sets stand in the file in the form in which they are kept."""
    book, keys = demo
    changed = []
    for key, record in by_key().items():
        held = book.get(keys[key])
        for name, value in fields(record).items():
            kept = held.values[name]
            if not isinstance(kept, bytes) and (list(kept) if isinstance(kept, tuple) else kept) != value:
                changed.append((key, name, value, kept))
    assert not changed


def test_a_record_points_to_records_above_it_of_the_right_kind() -> None:
    above: dict[str, str] = {}
    for record in records():
        for kind, written in [(record["kind"], record), *(("claim", one) for one in record.get("claims", ()))]:
            for name, value in written.items():
                if isinstance(value, str) and value.startswith("@"):
                    target = record_types()[kind].facts[name].target
                    own = written is not record and value[1:] == record.get("key")
                    assert own or value[1:] in above, f"{named(record)}: {value}"
                    assert own or target in {ANY_KIND, above[value[1:]]}, f"{named(record)}: {name}"
        if "key" in record:
            assert record["key"] not in above
            above[record["key"]] = record["kind"]


# --- what comes from the statement -----------------------------------------------------------------------------------


def test_the_statement_is_the_one_that_was_published() -> None:
    assert hashlib.sha256(resource("demo", "statement.txt").read_bytes()).hexdigest() == SHA256


def test_places_in_the_statement_are_told_in_the_readme_as_they_are_counted_here() -> None:
    readme = resource("demo", "README.md").read_text(encoding="utf-8")
    for locator, beginning in PLACES.items():
        assert statement().count(beginning) == 1, beginning
        assert f"| {locator} | {beginning} |" in readme


def test_every_quotation_stands_word_for_word_at_its_place_in_the_statement() -> None:
    wrong = []
    for about, claim in claims():
        if is_invented(about):
            continue
        locator = claim["locator"].removesuffix(OF_OTHERS)
        if flat(claim["quote"]) not in passage(locator):
            wrong.append((named(about), locator, claim["quote"]))
        if (claim["source"] == "@statement") == claim["locator"].endswith(OF_OTHERS):
            wrong.append((named(about), claim["source"], claim["locator"]))
    assert not wrong


def test_every_record_that_is_not_invented_rests_on_a_quotation() -> None:
    without = [
        named(record)
        for record in records()
        if record["kind"] != "claim"
        and not is_invented(record)
        and record.get("name_kind") != "transliteration"
        and not any(claim["quote"] for claim in claims_about(record))
    ]
    assert not without


def test_what_the_statement_reports_from_others_is_known_through_it() -> None:
    sources = [record for record in records() if record["kind"] == "source" and not is_invented(record)]
    through = {record["key"]: record.get("quoted_in", "") for record in sources}
    assert through.pop("statement") == ""
    assert set(through.values()) == {"@statement"}


def test_a_claim_says_what_its_field_says_or_how_it_differs(demo: tuple[MemoryBook, Mapping[str, RecordId]]) -> None:
    book, _keys = demo
    wrong = []
    for claim in book.of("claim"):
        about, field, value = book.get(claim.link("record")), claim.text("field"), claim.text("value")
        if not value:
            # A paragraph of text is our own words: the quotation shows what it rests on.
            if claim.text("stance") == CONTRADICTS:
                wrong.append((about.kind, field, "contradicts, and does not say what"))
            continue
        stated = record_types()[about.kind]
        accepted = accept(stated, {field: value})[field]
        same = accepted == about.values[field]
        if accepted != value or (claim.text("stance") == SHOWN) > same or (claim.text("stance") == CONTRADICTS) & same:
            wrong.append((about.kind, field, value))
    assert not wrong


def test_no_field_is_shown_after_two_claims() -> None:
    shown = [(id(about), claim["field"]) for about, claim in claims() if claim.get("stance") == SHOWN]
    assert len(shown) == len(set(shown))


def test_no_hour_is_given_that_the_statement_does_not_give() -> None:
    hours = [
        (named(record), name)
        for record in records()
        if not is_invented(record)
        for name, stated in record_types()[record["kind"]].facts.items()
        if stated.shape is Shape.DATE and "T" in record.get(name, "")
    ]
    assert not hours


def test_names_of_people_stand_in_no_text_that_may_be_printed_without_asking() -> None:
    families = {record["family"] for record in records() if record["kind"] == "name" and record.get("family")}
    found = [
        (named(record), name)
        for record in records()
        for name, stated in record_types()[record["kind"]].facts.items()
        if stated.shape in {Shape.TEXT, Shape.PROSE} and stated.sensitivity is Sensitivity.PLAIN and name != "website"
        if any(re.search(rf"\b{family}\b", str(record.get(name, ""))) for family in families)
    ]
    assert not found


# --- the 38 facts ----------------------------------------------------------------------------------------------------


def test_there_are_thirty_eight_facts() -> None:
    assert [fact["fact"] for fact in facts()] == list(range(1, 39))


@pytest.mark.parametrize("number", range(1, 39))
def test_every_record_of_a_fact_is_there_with_a_quotation_and_so_is_the_source(number: int) -> None:
    fact = facts()[number - 1]
    assert fact["records"]
    for key in fact["records"]:
        record = by_key()[key]
        assert not is_invented(record)
        assert any(claim["quote"] for claim in claims_about(record)), key
    assert by_key()[fact["source"]]["kind"] == "source"
    about = [*fact["records"], *(key for name in fact["records"] for key in links(by_key()[name]))]
    assert fact["source"] in about


@pytest.mark.parametrize("number", range(1, 39))
def test_what_the_dossier_must_show_of_a_fact_stands_in_its_records(
    number: int, demo: tuple[MemoryBook, Mapping[str, RecordId]]
) -> None:
    book, keys = demo
    fact = facts()[number - 1]
    told = [in_words(book, book.get(keys[key])) for key in fact["records"]]
    linked = {target for key in fact["records"] for target in links(by_key()[key])}
    told += [in_words(book, book.get(keys[key])) for key in sorted(linked)]
    text = flat(" \n ".join(told))
    assert [one for one in fact["printed"] if not re.search(one, text, re.IGNORECASE)] == []


def in_words(book: MemoryBook, record: Snapshot) -> str:
    """A record's own texts, dates and counts as they are printed; terms are left out, since their labels may change."""
    said = []
    for name, stated in record_types()[record.kind].facts.items():
        value = record.text(name)
        if stated.shape is Shape.DATE:
            said.append(say_date(value, "en"))
        elif stated.shape is Shape.COUNT:
            said.append(say_count(value, "en") + (" km" if name == "distance_km" else ""))
        elif stated.shape in {Shape.TEXT, Shape.PROSE} and name != "note":
            said.append(value)
    assert book.kind_of(record.id) == record.kind
    return " \n ".join(said)


# --- what is invented ------------------------------------------------------------------------------------------------


def test_what_is_invented_says_so_in_its_note_and_its_field() -> None:
    for record in records():
        if "invented" in record_types()[record["kind"]].facts:
            assert (record.get("invented") == "yes") == is_invented(record), named(record)
        if "key" in record:
            assert record["key"].startswith("training-") == is_invented(record)
        for claim in record.get("claims", ()):
            assert claim.get("note", "").startswith(NOTE) == is_invented(record), named(record)


def test_what_is_invented_says_so_in_its_name() -> None:
    for record in filter(is_invented, records()):
        if record["kind"] in TITLED:
            assert record[TITLED[record["kind"]]].endswith(NAMED)
        if record["kind"] == "person":
            assert record["described_as"].startswith("Invented for training")
        if record.get("name_kind") == "publication_pseudonym":
            assert record["full_name"].endswith(NAMED)


def test_what_is_invented_says_so_in_every_paragraph() -> None:
    unmarked = [
        (named(record), name)
        for record in filter(is_invented, records())
        for name, stated in record_types()[record["kind"]].facts.items()
        if stated.shape is Shape.PROSE and name != "note" and record.get(name)
        if not all(line.endswith(f"{MARK}.") for line in record[name].split("\n"))
    ]
    unmarked += [
        (named(about), "quote")
        for about, claim in claims()
        if is_invented(about) and claim.get("quote") and not claim["quote"].endswith(f"{MARK}.")
    ]
    assert not unmarked


def test_what_is_invented_and_what_is_not_do_not_point_to_each_other() -> None:
    mixed = [
        (named(record), key)
        for record in records()
        for key in links(record)
        if is_invented(by_key()[key]) != is_invented(record) and record["kind"] != "claim"
    ]
    assert not mixed


def test_real_text_does_not_carry_the_mark_of_invention() -> None:
    for record in records():
        assert (MARK in json.dumps(fields(record))) <= is_invented(record)


def test_invented_dates_are_of_the_year_of_the_invented_case() -> None:
    """Nothing invented may be taken for a part of 2011; what lasts longer, such as a birth or a paper, has no hour."""
    for record in filter(is_invented, records()):
        for name, stated in record_types()[record["kind"]].facts.items():
            if stated.shape is Shape.DATE and record.get(name):
                earliest = read_date(record[name]).earliest
                assert earliest is not None
                assert earliest.year != 2011


@pytest.mark.parametrize("key", DETAINEES)
def test_each_invented_detainee_has_something_of_everything(
    key: str, demo: tuple[MemoryBook, Mapping[str, RecordId]]
) -> None:
    book, keys = demo
    person = keys[key]
    for kind in (
        "name",
        "relationship",
        "identifier",
        "affiliation",
        "custody",
        "lawyer_access",
        "family_visit",
        "allegation",
        "medical_exam",
        "proceeding",
        "remedy",
        "consent",
        "risk",
        "involvement",
    ):
        if (key, kind) != ("training-yusuf", "affiliation"):
            assert book.of(kind, person=person), kind
    (custody,) = book.of("custody", person=person)
    (allegation,) = book.of("allegation", person=person)
    (proceeding,) = book.of("proceeding", person=person)
    assert len(book.of("stay", custody=custody.id)) > 1
    assert len(book.of("safeguard", custody=custody.id)) > len(USES)
    assert len(book.of("injury", allegation=allegation.id)) > 1
    for kind in ("charge", "hearing", "decision"):
        assert book.of(kind, proceeding=proceeding.id), kind
    for kind in ("lawyer_access", "family_visit"):
        outcomes = {visit.text("outcome") for visit in book.of(kind, person=person)}
        assert "granted" in outcomes
        assert "refused" in outcomes or (key, kind) == ("training-timur", "lawyer_access")


def test_the_invented_detainees_have_names_in_three_scripts(demo: tuple[MemoryBook, Mapping[str, RecordId]]) -> None:
    book, keys = demo
    scripts = {key: {name.text("script") for name in book.of("name", person=keys[key])} for key in DETAINEES}
    assert scripts == {
        "training-aigerim": {"cyrl", "latn"},
        "training-timur": {"cyrl", "latn"},
        "training-yusuf": {"arab", "cyrl", "latn"},
    }


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("training-custody-aigerim", "breached"),
        ("training-custody-timur", "met"),
        ("training-custody-yusuf", "cannot_tell"),
    ],
)
def test_the_clock_of_the_judge_shows_every_verdict_once(
    key: str, verdict: str, demo: tuple[MemoryBook, Mapping[str, RecordId]]
) -> None:
    book, keys = demo
    lines = [line for line in clock(book, keys[key]) if line.what == "judge" and line.limit is not None]
    assert [str(line.verdict) for line in lines] == [verdict]
