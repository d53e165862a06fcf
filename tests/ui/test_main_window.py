from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from casefile.base.clock import Clock, RecordId
from casefile.casework.acts import Act
from casefile.store.casebook import Casebook
from casefile.store.changes import ChangeSet
from casefile.ui import drafts
from casefile.ui.drafts import Draft
from casefile.ui.field_editors import LineEditor
from casefile.ui.finder import Finder
from casefile.ui.jobs import Jobs
from casefile.ui.main_window import MainWindow
from casefile.ui.page import Desk, FormRequest, Page, PageEntry
from casefile.ui.quick_add import QuickAdd
from casefile.ui.rail import RailButton
from casefile.ui.record_form import RecordForm
from casefile.ui.saved_views import View, save_view
from casefile.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


class Probe(Page):
    """A page that keeps what the frame asks of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: list[tuple[str, RecordId]] = []
        self.heard: list[ChangeSet] = []
        self.asked: list[str] = []
        self.made_about: list[Sequence[RecordId]] = []
        self.search = QLineEdit()
        QVBoxLayout(self).addWidget(self.search)

    def show_record(self, kind: str, record: RecordId) -> None:
        self.shown.append((kind, record))

    def changed(self, changes: ChangeSet) -> None:
        self.heard.append(changes)

    def focus_search(self) -> None:
        self.asked.append("search")
        self.search.setFocus()

    def add(self) -> None:
        self.asked.append("add")

    def show_view(self, view: View) -> None:
        self.asked.append(view.name)

    def make_about(self, records: Sequence[RecordId]) -> None:
        self.made_about.append(records)


ENTRIES = (
    PageEntry("people", "People", "users", Probe, frozenset({"person"})),
    PageEntry("events", "Events", "calendar-clock", Probe, frozenset({"event"})),
    PageEntry("settings", "Settings", "settings", Probe, at_foot=True),
)


@pytest.fixture
def frame(book: Casebook, theme: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(book, Clock(), theme, Jobs(), ENTRIES)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.put_away()


def page(frame: MainWindow, name: str) -> Probe:
    found = frame._pages[name]
    assert isinstance(found, Probe)
    return found


def toast(frame: MainWindow) -> str:
    found = frame.findChild(QWidget, "toast")
    assert isinstance(found, QWidget)
    said = found.findChild(QLabel)
    assert isinstance(said, QLabel)
    return said.text() if found.isVisible() else ""


def press_toast(frame: MainWindow) -> None:
    found = frame.findChild(QWidget, "toast")
    assert isinstance(found, QWidget)
    button = found.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()


def only_form(frame: MainWindow) -> RecordForm:
    forms = [form for form in frame.findChildren(RecordForm) if form.isVisible()]
    assert len(forms) == 1
    return forms[0]


def type_title(form: RecordForm, text: str) -> None:
    editor = form.fields.rows["title"].editor
    assert isinstance(editor, LineEditor)
    editor.field.setText(text)


def test_a_page_is_made_when_it_is_first_shown(frame: MainWindow) -> None:
    assert frame.current_page() == "people"
    assert list(frame._pages) == ["people"]
    frame.show_page("events")
    assert frame.current_page() == "events"
    assert list(frame._pages) == ["people", "events"]


def test_the_rail_names_every_page_and_marks_the_one_shown(frame: MainWindow) -> None:
    frame.show_page("events")
    names = [button.accessibleName() for button in frame.findChildren(RailButton)]
    assert names == ["People", "Events", "Settings", "Lock now"]
    current = [
        button.accessibleName()
        for button in frame.findChildren(RailButton)
        if button.accessibleDescription() == "shown now"
    ]
    assert current == ["Events"]


def test_a_narrow_window_leaves_the_words_of_the_rail_out(frame: MainWindow) -> None:
    rail = frame.findChild(QWidget, "rail")
    assert isinstance(rail, QWidget)
    wide = rail.width()
    frame.resize(1024, 640)
    assert rail.width() < wide
    assert {button.toolTip() for button in frame.findChildren(RailButton)} >= {"People", "Events"}


def test_the_page_shown_hears_of_a_change_at_once_and_a_hidden_one_when_it_is_shown(
    frame: MainWindow, add: Add, qtbot: QtBot
) -> None:
    frame.show_page("events")
    first, second = add("event", title="Strike"), add("person", shown_name="Leila")
    qtbot.waitUntil(lambda: len(page(frame, "events").heard) == 2)
    assert page(frame, "people").heard == []
    frame.show_page("people")
    (heard,) = page(frame, "people").heard
    assert heard.records == {("event", first), ("person", second)}


def test_a_record_is_shown_on_the_page_for_its_kind(frame: MainWindow, add: Add) -> None:
    event = add("event", title="Strike")
    frame.desk.open("event", event)
    assert frame.current_page() == "events"
    assert page(frame, "events").shown == [("event", event)]


def test_a_part_is_shown_on_the_page_of_its_owner(frame: MainWindow, add: Add) -> None:
    person = add("person", shown_name="Leila")
    custody = add("custody", person=person)
    stay = add("stay", custody=custody)
    frame.desk.open("stay", stay)
    assert page(frame, "people").shown == [("person", person)]


def test_a_record_without_a_page_opens_its_form(frame: MainWindow, add: Add) -> None:
    frame.desk.open("place", add("place", shown_name="Aktau"))
    assert only_form(frame).windowTitle() == "Place: Aktau"


def test_a_new_record_is_shown_when_its_form_is_saved(frame: MainWindow, qtbot: QtBot) -> None:
    frame.desk.add("event")
    form = only_form(frame)
    type_title(form, "Strike")
    form.save()
    qtbot.waitUntil(lambda: frame.current_page() == "events")
    assert toast(frame) == "Added an event"


def test_a_save_can_be_undone_from_what_is_said_of_it(frame: MainWindow, book: Casebook, qtbot: QtBot) -> None:
    frame.desk.add("event")
    form = only_form(frame)
    type_title(form, "Strike")
    form.save()
    press_toast(frame)
    assert toast(frame) == "Undone: Added an event"
    assert book.read(lambda reader: reader.of("event")) == []
    press_toast(frame)
    assert [one.text("title") for one in book.read(lambda reader: reader.of("event"))] == ["Strike"]
    qtbot.wait(1)


def test_ctrl_z_undoes_the_last_act_with_its_sentence_and_brings_it_back(
    frame: MainWindow, book: Casebook, add: Add, qtbot: QtBot
) -> None:
    add("event", title="Strike")
    frame.setFocus()
    qtbot.keyClick(frame, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert toast(frame) == "Undone: Added a record"
    assert book.read(lambda reader: reader.of("event")) == []
    qtbot.keyClick(frame, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert len(book.read(lambda reader: reader.of("event"))) == 1


def test_undo_with_nothing_to_undo_says_so(frame: MainWindow) -> None:
    frame.undo()
    assert toast(frame) == "There is nothing to undo."


def test_what_was_changed_again_since_is_left_and_said(frame: MainWindow, book: Casebook, add: Add) -> None:
    event = add("event", title="Strike", summary="")
    outcome = book.transact(Act.EDIT_RECORD, lambda writer: writer.update(event, {"title": "A", "summary": "B"}))
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(event, {"title": "C"}))
    frame.undo(outcome.changes.act)
    assert "was left" in toast(frame)
    assert book.read(lambda reader: reader.get(event)).text("title") == "C"


def test_ctrl_f_reaches_the_page_shown(frame: MainWindow, qtbot: QtBot) -> None:
    frame.show_page("events")
    qtbot.keyClick(frame, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page(frame, "events").asked == ["search"]
    assert page(frame, "people").asked == []


def test_ctrl_n_and_enter_add_what_the_page_lists(frame: MainWindow, qtbot: QtBot) -> None:
    frame.show_page("events")
    qtbot.keyClick(frame, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    palette = frame.findChild(QuickAdd)
    assert isinstance(palette, QuickAdd)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert page(frame, "events").asked == ["add"]
    assert page(frame, "people").asked == []


def test_alt_and_a_digit_turns_to_a_page(frame: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(frame, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert frame.current_page() == "events"


def test_ctrl_l_locks(frame: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(frame.lock_wanted):
        qtbot.keyClick(frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_ctrl_k_finds_a_record_in_any_script_and_opens_it(frame: MainWindow, add: Add, qtbot: QtBot) -> None:
    event = add("event", title="Жаңаөзен")
    qtbot.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    found = frame.findChild(Finder)
    assert isinstance(found, Finder)
    qtbot.keyClicks(found.field, "zhanaozen")
    qtbot.keyClick(found.field, Qt.Key.Key_Return)
    assert page(frame, "events").shown == [("event", event)]


def test_ctrl_k_finds_something_to_do(frame: MainWindow, qtbot: QtBot) -> None:
    frame.find_anything()
    found = frame.findChild(Finder)
    assert isinstance(found, Finder)
    qtbot.keyClicks(found.field, "new place")
    qtbot.keyClick(found.field, Qt.Key.Key_Return)
    assert only_form(frame).windowTitle() == "New: Place"


def test_ctrl_k_finds_a_saved_view_and_shows_it_on_the_page_of_its_kind(frame: MainWindow, qtbot: QtBot) -> None:
    save_view(frame.desk.casebook, View("event", "Strikes in the west"))
    qtbot.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    found = frame.findChild(Finder)
    assert isinstance(found, Finder)
    qtbot.keyClicks(found.field, "strikes")
    qtbot.keyClick(found.field, Qt.Key.Key_Return)
    assert frame.current_page() == "events"
    assert page(frame, "events").asked == ["Strikes in the west"]


def test_dossiers_for_several_are_made_on_the_page_of_dossiers(frame: MainWindow, add: Add) -> None:
    frame._entries["dossiers"] = PageEntry("dossiers", "Dossiers", "file-text", Probe)
    ids = (add("person", shown_name="A"), add("person", shown_name="B"))
    frame.desk.make_dossiers(*ids)
    assert frame.current_page() == "dossiers"
    # A page that makes no batch makes one dossier about all of them.
    assert page(frame, "dossiers").made_about == [ids]


def test_the_status_line_says_when_something_was_saved(frame: MainWindow, add: Add, qtbot: QtBot) -> None:
    status = frame.findChild(QWidget, "status")
    assert isinstance(status, QWidget)
    add("event", title="Strike")
    qtbot.waitUntil(lambda: any("all changes saved" in label.text() for label in status.findChildren(QLabel)))


class Hands:
    """A clock whose hands are moved by the test."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)

    def milliseconds(self) -> int:
        return int(self.at.timestamp() * 1000)


def test_a_rest_locks_and_a_key_begins_it_anew(book: Casebook, theme: Theme, qtbot: QtBot) -> None:
    hands = Hands()
    clock = Clock(now_ms=hands.milliseconds, awake_ms=hands.milliseconds)
    made = MainWindow(book, clock, theme, Jobs(), ENTRIES, lock_minutes=10)
    qtbot.addWidget(made)
    made.show()
    locked: list[bool] = []
    made.lock_wanted.connect(lambda: locked.append(True))
    hands.at += dt.timedelta(minutes=9)
    made._idle.look()
    qtbot.keyClick(page(made, "people").search, Qt.Key.Key_A)
    hands.at += dt.timedelta(minutes=9)
    made._idle.look()
    assert locked == []
    hands.at += dt.timedelta(minutes=1)
    made._idle.look()
    assert locked == [True]
    made.put_away()


def test_what_is_half_typed_survives_a_lock_inside_the_vault(book: Casebook, theme: Theme, qtbot: QtBot) -> None:
    first = MainWindow(book, Clock(), theme, Jobs(), ENTRIES)
    qtbot.addWidget(first)
    first.show()
    form = first.open_form(FormRequest("event"))
    assert form is not None
    type_title(form, "Half a titl")
    first.put_away()
    assert [dict(one.draft.typed) for one in drafts.kept(book)] == [{"title": "Half a titl"}]
    second = MainWindow(book, Clock(), theme, Jobs(), ENTRIES)
    qtbot.addWidget(second)
    second.show()
    assert "was kept" in toast(second)
    press_toast(second)
    form = only_form(second)
    assert form.typed() == {"title": "Half a titl"}
    form.save()
    assert drafts.kept(book) == []
    second.put_away()


def test_a_draft_that_was_not_gone_on_with_is_kept_until_it_is(book: Casebook, theme: Theme, qtbot: QtBot) -> None:
    drafts.keep(book, Clock(), Draft("event", RecordId(b""), b"", {}, {"title": "Half"}))
    for _opening in range(2):
        made = MainWindow(book, Clock(), theme, Jobs(), ENTRIES)
        qtbot.addWidget(made)
        form = made.open_form(FormRequest("person"))
        assert form is not None
        form.fields.rows["shown_name"].editor.set_value("Lei")
        made.put_away()
    assert [one.draft.kind for one in drafts.kept(book)] == ["person", "person", "event"]


def test_what_was_copied_here_does_not_outlive_the_lock(frame: MainWindow) -> None:
    QApplication.clipboard().setText("Leila Haddad")
    frame.put_away()
    assert QApplication.clipboard().text() == ""


def test_what_was_selected_for_the_middle_button_does_not_outlive_the_lock(
    frame: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The platform of the tests has no such clipboard: one that has is played.
    cleared: list[QClipboard.Mode] = []
    for asked in ("supportsSelection", "ownsSelection"):
        monkeypatch.setattr(QClipboard, asked, lambda _clipboard: True)
    monkeypatch.setattr(QClipboard, "clear", lambda _clipboard, mode=QClipboard.Mode.Clipboard: cleared.append(mode))
    frame.put_away()
    assert QClipboard.Mode.Selection in cleared


def test_f1_tells_the_keys(frame: MainWindow, qtbot: QtBot) -> None:
    frame.setFocus()
    qtbot.keyClick(frame, Qt.Key.Key_F1)
    texts = [label.text() for label in frame.findChildren(QLabel)]
    assert any("Ctrl+K" in text and "Ctrl+L" in text for text in texts)
