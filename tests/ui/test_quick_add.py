from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from casefile.base.clock import RecordId
from casefile.store.casebook import Casebook
from casefile.ui import drafts
from casefile.ui.finder import Command
from casefile.ui.page import Desk
from casefile.ui.quick_add import QuickAdd, QuickForm, known_entry, resumed
from casefile.ui.quick_entries import ENTRIES, entry_named

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

Add = Callable[..., RecordId]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def form(desk: Desk, window: QWidget, name: str) -> QuickForm:
    made = QuickForm(desk, entry_named(name), window)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.open()
    return made


def line(made: QuickForm, field: str) -> QLineEdit:
    found = made.rows[field].editor.focusProxy()
    assert isinstance(found, QLineEdit)
    return found


def reason(made: QuickForm, field: str) -> str:
    shown = [one for one in made.rows[field].findChildren(QLabel) if one.property("role") == "problem"]
    return shown[0].text() if not shown[0].isHidden() else ""


def test_a_digit_a_word_or_enter_choose_what_to_record(desk: Desk, window: QWidget) -> None:
    done: list[str] = []
    here = Command("New: Source", "plus", lambda: done.append("here"))
    for keys, then in (("", Qt.Key.Key_Return), ("3", Qt.Key.Key_Escape), ("teleph", Qt.Key.Key_Return)):
        palette = QuickAdd(desk, here, [], window)
        palette.chosen.connect(done.append)
        palette.open()
        QTest.keyClicks(palette.field, keys)
        QTest.keyClick(palette.field, then)
    assert done == ["here", "family_refused", "allegation"]


def test_a_refused_lawyer_is_recorded_by_keyboard_alone_and_read_back(
    desk: Desk, window: QWidget, add: Add, book: Casebook, said: Said
) -> None:
    person = add("person", shown_name="Жанар Примерова", invented="yes")
    custody = add("custody", person=person, arrested="2026-05-01")
    made = form(desk, window, "lawyer_refused")
    QTest.keyClicks(line(made, "person"), "primerova zhanar")
    QTest.keyClick(line(made, "person"), Qt.Key.Key_Tab)
    assert made.rows["person"].editor.value() == person
    QTest.keyClicks(line(made, "reason_given"), "Quarantine")
    QTest.keyClick(line(made, "reason_given"), Qt.Key.Key_Return)
    assert not made.isVisible()
    (visit,) = book.read(lambda reader: reader.of("lawyer_access"))
    assert (visit.link("person"), visit.link("custody"), visit.text("outcome")) == (person, custody, "refused")
    assert (visit.text("reason_given"), visit.text("occurred")) == ("Quarantine", desk.today().isoformat())
    (sentence,) = said.lines
    assert sentence.startswith("A lawyer was refused access to Жанар Примерова on ")
    assert sentence.endswith(": “Quarantine”.")


def test_a_detention_with_only_a_name_and_a_place_makes_both_in_one_act(
    desk: Desk, window: QWidget, book: Casebook
) -> None:
    made = form(desk, window, "detention")
    for field, words in (("person", "Marat Primerov"), ("taken_to", "Invented Station")):
        QTest.keyClicks(line(made, field), words)
        QTest.keyClick(line(made, field), Qt.Key.Key_Tab)
    made.save()
    (person,) = book.read(lambda reader: reader.of("person"))
    (place,) = book.read(lambda reader: reader.of("place"))
    assert (person.text("whereabouts_status"), person.link("whereabouts_place")) == ("in_custody", place.id)
    assert len(book.read(lambda reader: reader.of("stay"))) == 1
    book.undo()
    assert book.read(lambda reader: [reader.count(kind) for kind in ("person", "place", "custody", "stay")]) == [0] * 4


def test_an_allegation_taken_by_telephone_keeps_who_told_it_as_a_source(
    desk: Desk, window: QWidget, add: Add, book: Casebook
) -> None:
    person = add("person", shown_name="Zhanar Primerova")
    custody = add("custody", person=person, arrested="2011-12-16")
    made = form(desk, window, "allegation")
    made.rows["person"].editor.set_value(person)
    made.rows["account"].editor.set_value("They beat me.")
    line(made, "began").setText("mid Dec 2011")
    line(made, "told_by").setText("Her sister")
    made.save()
    (told,) = book.read(lambda reader: reader.of("allegation"))
    (call,) = book.read(lambda reader: reader.of("source"))
    (claim,) = book.read(lambda reader: reader.of("claim"))
    assert (told.text("began"), told.text("status"), told.link("custody")) == (
        "2011-12-11/2011-12-20",
        "alleged",
        custody,
    )
    assert (call.text("author"), call.text("source_kind")) == ("Her sister", "interview")
    assert "sister" not in call.text("title")
    assert (claim.link("record"), claim.link("source")) == (told.id, call.id)


@pytest.mark.parametrize("name", [entry.name for entry in ENTRIES])
def test_every_entry_can_be_opened_and_says_what_is_missing_beside_the_field(
    name: str, desk: Desk, window: QWidget, said: Said
) -> None:
    made = form(desk, window, name)
    made.save()
    assert made.isVisible()
    assert reason(made, made.entry.asks[0].field)
    assert (said.lines, said.failures) == ([], [])


def test_a_name_like_somebodys_is_not_made_anew_unasked(desk: Desk, window: QWidget, add: Add, book: Casebook) -> None:
    add("person", shown_name="Жанар Примерова")
    made = form(desk, window, "lawyer_refused")
    field = line(made, "person")
    QTest.keyClicks(field, "Zhanar Primerowa")
    made.save()
    assert "something like this already" in reason(made, "person")
    made.rows["person"].editor.set_typed("Zhanar Primerowa")
    made.save()
    assert sorted(one.text("shown_name") for one in book.read(lambda reader: reader.of("person"))) == [
        "Zhanar Primerowa",
        "Жанар Примерова",
    ]


def test_what_the_store_refuses_is_said_at_its_field_and_nothing_is_lost(
    desk: Desk, window: QWidget, add: Add, book: Casebook
) -> None:
    person = add("person", shown_name="Zhanar Primerova")
    made = form(desk, window, "lawyer_visit")
    made.rows["person"].editor.set_value(person)
    line(made, "minutes").setText("-5")
    made.save()
    assert reason(made, "minutes") == "This cannot be less than zero."
    assert line(made, "minutes").text() == "-5"
    line(made, "occurred").setText("31 February 2011")
    made.save()
    assert reason(made, "occurred")
    assert book.read(lambda reader: reader.count("lawyer_access")) == 0


def test_a_form_closed_half_way_is_kept_and_goes_on_with_text_and_cursor(
    desk: Desk, window: QWidget, add: Add, book: Casebook
) -> None:
    person = add("person", shown_name="Zhanar Primerova")
    made = form(desk, window, "lawyer_refused")
    made.rows["person"].editor.set_value(person)
    QTest.keyClicks(line(made, "reason_given"), "Quarantine unt")
    line(made, "reason_given").setFocus()
    line(made, "reason_given").setCursorPosition(4)
    made.reject()
    (one,) = drafts.kept(book)
    assert known_entry(one.draft.entry)
    again = resumed(desk, one, window)
    again.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    assert again.rows["person"].editor.value() == person
    assert (line(again, "reason_given").text(), line(again, "reason_given").cursorPosition()) == ("Quarantine unt", 4)
    again.save()
    assert drafts.kept(book) == []
    assert book.read(lambda reader: reader.count("lawyer_access")) == 1


def test_a_form_in_which_nothing_was_typed_leaves_no_draft(desk: Desk, window: QWidget, book: Casebook) -> None:
    form(desk, window, "lawyer_refused").reject()
    assert drafts.kept(book) == []


def test_a_draft_of_an_entry_that_is_not_known_is_not_taken_for_one() -> None:
    assert not known_entry("telepathy")
