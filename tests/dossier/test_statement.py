"""Each fact of the real statement stands in the exported one, with a note that names its source."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from casefile.base.clock import RecordId
from casefile.base.config import resource
from casefile.dossier import issue
from casefile.dossier.issue import Issued, Options
from casefile.store.demo import enter
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_layout, by_poppler, by_pypdf, flat

FACTS: list[dict[str, Any]] = json.loads(resource("demo", "facts.json").read_text(encoding="utf-8"))
RECORDS: list[dict[str, Any]] = json.loads(resource("demo", "zhanaozen.json").read_text(encoding="utf-8"))
PUBLISHED_BY = "International Partnership for Human Rights"
_CITED = re.compile(r"(?<=[^\s\d(–-])(\d{1,2}(?:, ?\d{1,2})*)(?=[\s.,;:)]|$)")
_NEAR = 900
"""Characters after a fact within which its note must stand: one long paragraph."""


@pytest.fixture(scope="module")
def book() -> Iterator[tuple[MemoryBook, dict[str, RecordId]]]:
    """The demonstration case, and its records by key."""
    made = MemoryBook()
    keys: dict[str, RecordId] = {}
    entering = enter(made, RECORDS)
    for record in RECORDS:
        entered = next(entering)
        if "key" in record:
            keys[record["key"]] = entered
        for _claim in record.get("claims", ()):
            next(entering)
    yield made, keys
    made.close()


@pytest.fixture(scope="module")
def statement(book: tuple[MemoryBook, dict[str, RecordId]]) -> Issued:
    made, keys = book
    return issue.make(
        made, "statement", [keys["unrest"]], "public", "en", dt.date(2026, 11, 23), Options(dated="2011-12-20")
    )


@pytest.fixture(scope="module")
def text(statement: Issued) -> str:
    return flat(by_poppler(statement.pdf))


@pytest.fixture(scope="module")
def other_text(statement: Issued) -> str:
    return flat(by_pypdf(statement.pdf))


def test_there_are_thirty_eight_facts() -> None:
    assert [fact["fact"] for fact in FACTS] == list(range(1, 39))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact['fact']}")
def test_the_fact_is_printed(fact: dict[str, Any], text: str, other_text: str) -> None:
    for words in fact["printed"]:
        assert re.search(words, text, re.IGNORECASE), words
        assert re.search(words, other_text, re.IGNORECASE), words


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact['fact']}")
def test_the_fact_is_followed_by_a_note_that_names_its_source(
    fact: dict[str, Any], text: str, statement: Issued
) -> None:
    notes = notes_of(statement.pdf)
    source = next(record for record in RECORDS if record.get("key") == fact["source"])
    named = PUBLISHED_BY if fact["source"] == "statement" else source["title"]
    # The first fact is about the publisher: letterhead and title stand before any text, and the first note names it.
    if fact["fact"] == 1:
        assert named in notes[1]
        return
    for words in fact["printed"]:
        for found in re.finditer(words, text, re.IGNORECASE):
            near = text[found.end() : found.end() + _NEAR]
            numbers = [int(one) for cited in _CITED.findall(near) for one in cited.split(",")]
            if any(named in in_full(number, notes) for number in numbers if number in notes):
                return
    pytest.fail(f"no note names {named}")


def notes_of(pdf: bytes) -> dict[int, str]:
    """The source notes by number."""
    lines = by_layout(pdf)
    lines = lines[max(number for number, line in enumerate(lines) if line.strip() == "Sources") + 1 :]
    found: dict[int, str] = {}
    for line in lines:
        begun = re.match(r"\s{0,12}(\d{1,2})\s{3,}(\S.*)", line)
        if begun and int(begun[1]) == len(found) + 1:
            found[len(found) + 1] = begun[2]
        elif found and line.strip():
            found[len(found)] += " " + line.strip()
    return found


def in_full(number: int, notes: dict[int, str]) -> str:
    """A note with the notes that it refers to."""
    return notes[number] + "".join(notes.get(int(one), "") for one in re.findall(r"as note (\d+)", notes[number]))


def test_every_note_is_cited_and_says_where(statement: Issued) -> None:
    notes = notes_of(statement.pdf)

    assert len(notes) > 20
    assert all(re.search(r"cited on pp?\.\s\d", note) for note in notes.values())


def test_nothing_invented_for_training_is_in_the_statement(text: str) -> None:
    assert "invented" not in text.lower()
    assert "Qiyal" not in text


def test_nothing_is_printed_without_a_source(statement: Issued) -> None:
    assert not [one for one in statement.missing if "no source" in one]


def test_every_letter_of_the_statement_has_a_font(statement: Issued) -> None:
    assert statement.uncovered == ()
