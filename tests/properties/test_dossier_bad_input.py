"""Whatever somebody typed or pasted, a dossier is made of it or refused in words: no crash, no hang, no leak."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.dossier import issue
from casefile.dossier.issue import Options
from casefile.dossier.shown import LetterParts
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat

TODAY = dt.date(2026, 11, 23)
NAME = "Серік Бейсенов"
BAD = {
    "markup": "<b>bold</b> <img src='/etc/hostname'/> <a href='javascript:x'>a</a> </para> &lt; %s {name} {0} \\(x",
    "unbalanced markup": "<para><font color=red>never closed",
    "operators of the page": ") Tj ET Q endstream endobj << /JS (app.alert(1)) >>",
    "bidi overrides": "\u202etxet\u202c \u2066in\u2069 \u200fsmall \u061cparts",
    "control characters": "a\x00b\x01c\x07d\x1be\x7ff\x9bg\r\nh\x0bi\x0cj\u2028k\u2029l",
    "a word of a megabyte": "x" * 1_000_000,
    "many characters": "word " * 60_000,
    "many characters of Arabic": "كلمة " * 20_000,
    "letters no font has": "\U0001f600 \u4e2d\u6587 \U00012000 \ue000 \U000f0000",
    "marks upon marks": "e" + "\u0301" * 5_000,
    "blanks alone": "\u3000\u2003 \t",
    "private names inside": " ".join(
        ("\u200b".join("Бейсенов"), "Бей\u2060сенов", "Бей\xadсе\xadнов", "\u202eБейсенов\u202c", "Бейсе\x00нов")
    ),
}
LONG = 100_000
TEMPLATES = ("case", "letter", "wgad", "sr-torture", "urgent-appeal", "take-home", "statement", "event")


def case(book: MemoryBook, bad: str) -> tuple[RecordId, RecordId]:
    """A person and an event with the text in each field that may be printed without consent, past every rule."""
    victim = book.insert("person", shown_name=NAME)
    book.insert("name", person=victim, full_name="Serik Beisenov")
    event = book.insert("event", title="A night", summary="x")
    person = book.insert("person", shown_name="Open Person")
    every = ("may_share", "may_name_to_government", "may_name_in_public", "may_send_to_un")
    book.insert("consent", person=person, **dict.fromkeys(every, "yes"))
    custody = book.insert("custody", person=person, event=event, arrested="2026-03-03")
    allegation = book.insert("allegation", person=person, custody=custody, event=event)
    book.insert("involvement", event=event, person=victim, involved_as="witness")
    visit = book.insert("family_visit", person=person, relative=victim, outcome="refused", occurred="2026-04-04")
    source = book.insert("source", title="A paper")
    book.insert("claim", record=custody, source=source, field="law", value="x", stance="supports")
    for kind, record, fields in (
        ("custody", custody, ("law", "reasons_given", "circumstances", "why_arbitrary")),
        ("allegation", allegation, ("methods_in_words", "signed_what")),
        ("event", event, ("title", "summary")),
        ("family_visit", visit, ("reason_given", "details")),
        ("person", person, ("activities", "last_seen_account", "occupation_detail")),
        ("source", source, ("title",)),
    ):
        if len(bad) < LONG:
            book.force(kind, record, **dict.fromkeys(fields, bad))
    if len(bad) >= LONG:
        # What fills hundreds of pages stands in one field: in ten it would only be slow.
        book.force("custody", custody, circumstances=bad)
        book.force("event", event, summary=bad)
    return person, event


def read(pdf: bytes) -> str:
    return flat(by_poppler(pdf))


@pytest.mark.parametrize(
    ("template", "what"),
    [(one, what) for one in TEMPLATES for what, bad in BAD.items() if len(bad) < LONG or one == "case"],
)
def test_a_dossier_is_made_of_anything_and_names_nobody_who_is_withheld(template: str, what: str) -> None:
    book = MemoryBook()
    person, event = case(book, BAD[what])
    about = event if template in {"statement", "event"} else person
    audience = "subject" if template == "take-home" else "public" if template in {"statement", "letter"} else "lawyer"
    if template == "urgent-appeal":
        audience = "network"
    if template in {"wgad", "sr-torture"}:
        audience = "un_body"

    issued = issue.make(book, template, [about], audience, "en", TODAY)

    text = read(issued.pdf)
    assert "Бейсенов" not in text
    assert "Beisenov" not in text
    with pikepdf.open(io.BytesIO(issued.pdf)) as file:
        assert not file.attachments
        assert "/OpenAction" not in file.Root
        for thing in file.objects:
            assert not (isinstance(thing, pikepdf.Dictionary) and {"/JS", "/Launch"} & set(thing.keys()))
            assert not (isinstance(thing, pikepdf.Dictionary) and "/URI" in thing and "java" in str(thing.URI))
    book.close()


@pytest.mark.parametrize(
    "what", [*(what for what in BAD if len(BAD[what]) < LONG), "many characters", "half of a pair"]
)
def test_what_is_typed_for_a_letter_is_set_or_refused_in_words(what: str) -> None:
    book = MemoryBook()
    person, _event = case(book, "x")
    bad = BAD.get(what, "before \ud83d after \udc00")
    small = "" if len(bad) >= LONG else bad
    parts = LetterParts(addressees=(small, small), salutation=small, requests=(bad,), signer=small, role=small)

    if what == "private names inside":
        with pytest.raises(UserError) as refused:
            issue.make(book, "letter", [person], "public", "en", TODAY, Options(letter=parts))
        assert "Бейсенов" not in str(refused.value)
    else:
        issued = issue.make(book, "letter", [person], "public", "en", TODAY, Options(letter=parts))
        assert "Бейсенов" not in read(issued.pdf)
    book.close()


def test_a_letter_that_no_font_has_is_reported_and_never_dropped_in_silence() -> None:
    book = MemoryBook()
    person, _event = case(book, BAD["letters no font has"])

    issued = issue.make(book, "case", [person], "lawyer", "en", TODAY)

    assert "U+12000" in issued.uncovered
    assert "\ufffd" in read(issued.pdf)
    book.close()
