"""Nothing that tells who somebody is leaves the house: canaries in every such field, every template, every audience.

A case is generated with a canary of its own in each field of identity, each sensitive field and each free text of a
person who has agreed to nothing. What is made of it is read back by two extractors that share no code, and in its
properties, bookmarks, every decoded stream, name and manifest.
"""

from __future__ import annotations

import datetime as dt
import io
import re

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefile.base.clock import RecordId
from casefile.casework.catalogue import record_types
from casefile.casework.record import Sensitivity, Shape, Value
from casefile.casework.vocabulary import vocabulary
from casefile.dossier import finished_file, issue
from casefile.dossier.issue import Options
from casefile.dossier.template_files import templates
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, by_pypdf

TODAY = dt.date(2026, 11, 23)
PAPERS = [(one.name, audience) for one in templates() for audience in one.audiences]
OF_A_PERSON = sorted(
    kind
    for kind, made in record_types().items()
    if made.owner and made.facts[made.owner].target == "person" and kind not in {"consent", "risk"}
)
PARTS = sorted(
    kind for kind, made in record_types().items() if made.owner and made.facts[made.owner].target in set(OF_A_PERSON)
)
WORD = re.compile("canary[a-z]+")

letters = st.text(alphabet="bdfgklmnprstvz", min_size=6, max_size=9)


class Case:
    """A person with one record of each kind that belongs to people, each text of it a canary."""

    def __init__(self, seed: str, chosen: set[str]) -> None:
        self.book = MemoryBook()
        self.seed = seed
        self.place = self.book.insert("place", shown_name="Place", place_kind="town", address=self.word("place"))
        self.office = self.book.insert("organisation", shown_name="Office")
        self.event = self.book.insert("event", title="Event", summary="x")
        self.person = self.book.insert("person", **self.texts("person"))
        self.made: dict[str, RecordId] = {
            "person": self.person,
            "place": self.place,
            "event": self.event,
            "organisation": self.office,
        }
        for kind in OF_A_PERSON:
            if kind in chosen:
                self.made[kind] = self.record(kind)
        for kind in PARTS:
            owner = record_types()[kind].facts[record_types()[kind].owner].target
            if kind in chosen and owner in self.made:
                self.made[kind] = self.record(kind)
        self.book.insert(
            "violation_act",
            event=self.event,
            victim=self.person,
            violation_kind="torture",
            **self.texts("violation_act"),
        )

    def word(self, what: str) -> str:
        return f"canary{self.seed}{what}".replace("_", "")

    def texts(self, kind: str) -> dict[str, Value]:
        """A canary in each field that tells who somebody is, is sensitive, or is free text."""
        found: dict[str, Value] = {}
        for field, facts in record_types()[kind].facts.items():
            telling = facts.sensitivity is not Sensitivity.PLAIN or facts.shape is Shape.PROSE
            if telling and facts.shape in {Shape.TEXT, Shape.PROSE}:
                found[field] = self.word(kind + field)
            elif telling and facts.shape is Shape.TAGS:
                found[field] = (self.word(kind + field),)
            elif facts.required and facts.vocabulary:
                found[field] = next(iter(vocabulary(facts.vocabulary).terms))
        return found

    def record(self, kind: str) -> RecordId:
        links: dict[str, Value] = {}
        for field, facts in record_types()[kind].facts.items():
            if facts.shape is Shape.LINK and facts.target in self.made and facts.target != "person":
                links[field] = self.made[facts.target]
        owner = record_types()[kind].owner
        links[owner] = self.made[record_types()[kind].facts[owner].target]
        if kind == "relationship":
            links["related_person"] = self.book.insert("person", shown_name=self.word("relative"))
        return self.book.insert(kind, **(self.texts(kind) | links))


def everything(pdf: bytes) -> str:
    """All that anybody can read in a file."""
    found = [by_pypdf(pdf), by_poppler(pdf)]
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found.extend(str(value) for value in file.docinfo.values())
        found.extend(file.attachments)
        for thing in file.objects:
            if isinstance(thing, pikepdf.Stream):
                found.append(thing.read_bytes().decode("latin-1"))
            found.append(repr(thing))
    return "\n".join(found).casefold()


@pytest.mark.parametrize(("template", "audience"), PAPERS)
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=letters, left_out=st.sets(st.sampled_from([*OF_A_PERSON, *PARTS]), max_size=4))
def test_no_canary_leaves_the_house(template: str, audience: str, seed: str, left_out: set[str]) -> None:
    case = Case(seed, {*OF_A_PERSON, *PARTS} - left_out)
    about = case.person if "person" in next(one.about for one in templates() if one.name == template) else case.event

    issued = issue.make(case.book, template, [about], audience, "en", TODAY, Options(file_name="dossier.pdf"))

    # What an event says of itself belongs to nobody; names in it are looked for, and there are none here.
    allowed = case.word("violation_act").replace("_", "")
    text = everything(issued.pdf) + issued.manifest.to_json() + issued.title
    told = {word for word in WORD.findall(text) if not word.startswith(allowed)}
    # To the person concerned their own record may be told, and still nobody else's name.
    others = {case.word("relative")}
    assert not (told & others if audience == "subject" else told)
    assert (audience == "subject") or not leaks(case, issued.pdf)
    case.book.close()


def leaks(case: Case, pdf: bytes) -> list[str]:
    """Canaries in pictures and in what was left behind, whatever encoding they are in."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        held = [letters for _where, letters in finished_file.read(file, pdf).spelled]
    return [letters for letters in held if f"canary{case.seed}" in letters.casefold()]
