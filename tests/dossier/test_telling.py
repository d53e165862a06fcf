from __future__ import annotations

from casefile.base.i18n import Language
from casefile.dossier.document import Text
from casefile.dossier.shown import RECORD, Shown
from casefile.dossier.telling import Numbered, Telling, marker

ENGLISH = Language.of("en")


def telling(**said: str) -> Telling:
    return Telling(Shown("measure", "r1", said=said, codes=said, notes={"title": ("a",), RECORD: ("b",)}), ENGLISH)


def joined(texts: list[Text]) -> list[str]:
    return ["".join(span.text for span in text) for text in texts]


def test_a_sentence_is_said_only_if_every_field_in_it_may_be_printed() -> None:
    told = telling(title="Curfew", daily_from="23:00")
    told.lead("title")
    told.say("Every day from {daily_from} to {daily_until}.")
    told.say("From {daily_from}.")

    assert joined(told.texts()) == ["Curfew. From 23:00."]


def test_a_term_that_says_nothing_is_no_sentence() -> None:
    told = telling(status="unknown")
    told.say("{status}.")

    assert told.empty


def test_a_full_stop_stands_once() -> None:
    told = telling(reason="It was night.", details="Done already!")
    told.say("Reason: {reason}.")
    told.prose("details")

    assert joined(told.texts()) == ["Reason: It was night. Done already!"]


def test_prose_keeps_its_paragraphs() -> None:
    told = telling(details="One\n\nTwo.\n")
    told.prose("details")

    assert joined(told.texts()) == ["One.", "Two."]


def test_the_note_of_a_field_follows_it_and_that_of_the_record_ends_the_text() -> None:
    told = telling(title="Curfew", details="Every night")
    told.lead("title")
    told.prose("details")

    (text,) = told.texts()
    assert [span.notes for span in text] == [("a",), ("b",)]


def test_a_brace_in_a_value_is_printed_as_it_is() -> None:
    told = telling(reason="{details} {0} {{")
    told.say("Reason: {reason}.")

    assert joined(told.texts()) == ["Reason: {details} {0} {{."]


def test_only_the_first_paragraph_of_a_record_has_a_number() -> None:
    told = telling(details="One.\nTwo.")
    told.prose("details")

    assert [paragraph.number for paragraph in Numbered().paragraphs(told)] == ["1.", ""]


def test_markers_go_on_after_z() -> None:
    assert [marker(number) for number in (0, 25, 26, 52)] == ["(a)", "(z)", "(aa)", "(aaa)"]


def test_the_stop_of_a_year_cut_short_stays_within_a_sentence_and_stands_once_at_its_end() -> None:
    told = telling(began="16 декабря 2011 г.", reason="x")
    told.say("{began}: {reason}.")
    told.say("Since {began}.")

    assert joined(told.texts()) == ["16 декабря 2011 г.: x. Since 16 декабря 2011 г."]


def test_a_part_of_a_record_does_not_repeat_the_notes_of_other_fields() -> None:
    shown = Shown(
        "allegation", "r1", said={"effects": "Pain."}, notes={"effects": ("a",), "began": ("b",), RECORD: ("c",)}
    )
    told = Telling(shown, ENGLISH, part=True)
    told.prose("effects")

    (text,) = told.texts()
    assert [span.notes for span in text] == [("a",)]
