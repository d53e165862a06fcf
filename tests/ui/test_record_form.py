from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget

from casefile.base.clock import NO_ID, Clock, RecordId
from casefile.casework.acts import Act
from casefile.casework.book import Snapshot, Writer
from casefile.casework.catalogue import record_types
from casefile.casework.record import ANY_KIND, Sensitivity, Shape, Value
from casefile.store.casebook import Casebook
from casefile.ui import drafts
from casefile.ui.drafts import Kept
from casefile.ui.field_editors import LineEditor, ProseEditor
from casefile.ui.name_warning import NameWarning
from casefile.ui.page import Desk
from casefile.ui.record_form import RecordForm

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


def read(book: Casebook, record: RecordId) -> Snapshot:
    return book.read(lambda reader: reader.get(record))


def form(desk: Desk, qtbot: QtBot, kind: str, record: RecordId = NO_ID, **given: Value) -> RecordForm:
    made = RecordForm(desk, kind, record, given)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    return made


def type_into(made: RecordForm, field: str, text: str) -> None:
    editor = made.fields.rows[field].editor
    if isinstance(editor, LineEditor):
        editor.field.setText(text)
    elif isinstance(editor, ProseEditor):
        editor.set_value(text)


def reason(made: RecordForm, field: str) -> str:
    shown = [label for label in made.fields.rows[field].findChildren(QLabel) if label.property("role") == "problem"]
    return shown[0].text() if not shown[0].isHidden() else ""


def test_every_kind_of_record_has_a_form_that_shows_all_it_may_hold(desk: Desk, qtbot: QtBot) -> None:
    lacking = {}
    for kind, stated in record_types().items():
        made = form(desk, qtbot, kind)
        reached = {name for name, row in made.fields.rows.items() if row.editor.focusProxy() is not None}
        secrets = {name for name, facts in stated.facts.items() if facts.secret}
        assert not reached & secrets, kind
        lacking[kind] = set(stated.facts) - {"reference", "archived"} - secrets - reached
        assert made.draft() is None, kind
    assert {kind: names for kind, names in lacking.items() if names} == {}


def test_a_new_record_is_saved_with_what_was_typed(desk: Desk, book: Casebook, qtbot: QtBot) -> None:
    made = form(desk, qtbot, "event")
    type_into(made, "title", "Strike in Aktau")
    type_into(made, "began", "summer 2011")
    with qtbot.waitSignal(made.saved) as heard:
        made.save()
    assert heard.args is not None
    event = read(book, heard.args[1])
    assert event.text("title") == "Strike in Aktau"
    assert event.text("began") == "2011-22"
    assert [line.name for line in book.acts()] == [Act.ADD_EVENT.name]


def test_an_edit_writes_only_the_fields_that_were_changed(desk: Desk, book: Casebook, add: Add, qtbot: QtBot) -> None:
    event = add("event", title="Strike", began="2011-12", summary="Long.")
    made = form(desk, qtbot, "event", event)
    type_into(made, "title", "Strike in Aktau")
    made.save()
    assert dict(book.history(event)[-1].values) == {"title": "Strike in Aktau"}


def test_saving_an_untouched_form_writes_nothing(desk: Desk, book: Casebook, add: Add, qtbot: QtBot) -> None:
    event = add("event", title="Strike", began="2011-12-16T23:00~", summary="a\n\nb")
    form(desk, qtbot, "event", event).save()
    assert len(book.history(event)) == 1


def test_a_reason_stands_at_its_field_and_the_keyboard_goes_there(desk: Desk, book: Casebook, qtbot: QtBot) -> None:
    made = form(desk, qtbot, "event")
    made.show()
    type_into(made, "began", "31 February 2011")
    made.save()
    assert reason(made, "began")
    assert made.isVisible()
    assert book.acts() == []
    type_into(made, "began", "28 February 2011")
    made.save()
    assert reason(made, "began") == ""
    assert reason(made, "title") == "This cannot be empty."


def test_a_rule_of_the_subject_is_told_at_the_field_it_concerns(desk: Desk, qtbot: QtBot) -> None:
    made = form(desk, qtbot, "event")
    type_into(made, "title", "Strike")
    type_into(made, "began", "2011-12-16")
    type_into(made, "ended", "2011-12-15")
    made.save()
    assert reason(made, "ended")


def test_a_problem_among_the_sensitive_fields_unfolds_them(desk: Desk, qtbot: QtBot) -> None:
    made = form(desk, qtbot, "person")
    row = next(row for row in made.fields.rows.values() if row.facts.sensitivity is Sensitivity.SENSITIVE)
    assert not row.isVisibleTo(made)
    made.fields.say({row.name: "No."})
    assert row.isVisibleTo(made)


def test_the_owner_that_was_given_is_not_asked_again(desk: Desk, add: Add, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila Haddad")
    made = form(desk, qtbot, "name", person=person)
    assert "person" not in made.fields.rows
    assert "Leila Haddad" in [label.text() for label in made.findChildren(QLabel)]


def test_a_command_of_casework_can_stand_for_the_plain_insert(desk: Desk, book: Casebook, qtbot: QtBot) -> None:
    def insert(writer: Writer, values: Mapping[str, Value]) -> RecordId:
        return writer.insert("event", **{**values, "summary": "by command"})

    made = RecordForm(desk, "event", act=Act.RECORD_FIGURE, insert=insert)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    type_into(made, "title", "Strike")
    with qtbot.waitSignal(made.saved) as heard:
        made.save()
    assert heard.args is not None
    assert read(book, heard.args[1]).text("summary") == "by command"
    assert book.acts()[0].name == Act.RECORD_FIGURE.name


@pytest.fixture
def late(desk: Desk, book: Casebook, add: Add, qtbot: QtBot) -> tuple[RecordForm, RecordId]:
    """A form in which the title was changed while somebody else saved another title and a summary."""
    event = add("event", title="Strike", summary="Short.")
    made = form(desk, qtbot, "event", event)
    made.show()
    type_into(made, "title", "Mine")
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(event, {"title": "Theirs", "summary": "Longer."}))
    made.save()
    return made, event


def press(made: QWidget, text: str) -> None:
    found = [button for button in made.findChildren(QPushButton) if button.text() == text and not button.isHidden()]
    found[0].click()


def test_a_late_save_overwrites_nothing_and_shows_both_values(
    late: tuple[RecordForm, RecordId], book: Casebook
) -> None:
    made, event = late
    assert read(book, event).text("title") == "Theirs"
    assert made.isVisible()
    assert "Meanwhile saved: Theirs" in [label.text() for label in made.findChildren(QLabel)]
    assert made.fields.rows["title"].editor.value() == "Mine"
    assert made.fields.rows["summary"].editor.value() == "Longer."


def test_nothing_is_saved_before_the_conflict_is_decided(late: tuple[RecordForm, RecordId], book: Casebook) -> None:
    made, event = late
    made.save()
    assert made.isVisible()
    assert read(book, event).text("title") == "Theirs"


def test_keeping_mine_saves_mine_and_leaves_what_only_they_changed(
    late: tuple[RecordForm, RecordId], book: Casebook
) -> None:
    made, event = late
    press(made.fields.rows["title"], "Keep mine")
    made.save()
    assert (read(book, event).text("title"), read(book, event).text("summary")) == ("Mine", "Longer.")


def test_taking_theirs_writes_nothing_more(late: tuple[RecordForm, RecordId], book: Casebook) -> None:
    made, event = late
    press(made.fields.rows["title"], "Take that one")
    before = len(book.history(event))
    made.save()
    assert len(book.history(event)) == before
    assert read(book, event).text("title") == "Theirs"


def test_fields_that_nobody_else_changed_are_no_conflict(desk: Desk, book: Casebook, add: Add, qtbot: QtBot) -> None:
    event = add("event", title="Strike")
    made = form(desk, qtbot, "event", event)
    type_into(made, "title", "Mine")
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(event, {"summary": "Longer."}))
    made.save()
    assert (read(book, event).text("title"), read(book, event).text("summary")) == ("Mine", "Longer.")


def test_closing_a_changed_form_asks_first(desk: Desk, book: Casebook, qtbot: QtBot) -> None:
    made = form(desk, qtbot, "event")
    made.show()
    type_into(made, "title", "Strike")
    made.reject()
    asked = made.findChild(QMessageBox)
    assert isinstance(asked, QMessageBox)
    assert made.isVisible()
    asked.button(QMessageBox.StandardButton.Discard).click()
    assert not made.isVisible()
    assert book.acts() == []


def test_an_untouched_form_closes_without_a_word(desk: Desk, add: Add, qtbot: QtBot) -> None:
    made = form(desk, qtbot, "event", add("event", title="Strike"))
    made.show()
    made.close()
    assert not made.isVisible()


def test_a_record_is_put_aside_and_brought_back(desk: Desk, book: Casebook, add: Add, qtbot: QtBot) -> None:
    event = add("event", title="Strike")
    press(form(desk, qtbot, "event", event), "Put aside")
    assert read(book, event).archived
    press(form(desk, qtbot, "event", event), "Bring back")
    assert not read(book, event).archived


def test_ctrl_s_saves(desk: Desk, book: Casebook, qtbot: QtBot) -> None:
    made = form(desk, qtbot, "event")
    type_into(made, "title", "Strike")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.keyClick(made, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(book.acts()))


def test_fields_can_be_found_by_their_label(desk: Desk, qtbot: QtBot) -> None:
    made = form(desk, qtbot, "person")
    assert made.fields.narrow("born") >= 1
    shown = {name for name, row in made.fields.rows.items() if row.isVisibleTo(made)}
    assert "birth_date" in shown
    assert "shown_name" not in shown
    made.fields.narrow("")
    assert made.fields.rows["shown_name"].isVisibleTo(made)


def test_half_typed_text_is_taken_out_and_put_back(desk: Desk, add: Add, qtbot: QtBot) -> None:
    event = add("event", title="Strike")
    made = form(desk, qtbot, "event", event)
    type_into(made, "began", "the day af")
    draft = made.draft()
    assert draft is not None
    assert (draft.kind, draft.record, dict(draft.typed)) == ("event", event, {"began": "the day af"})
    again = form(desk, qtbot, "event", event)
    again.resume(Kept(0, Clock().now(), draft))
    assert again.typed() == {"began": "the day af"}


def test_a_draft_that_goes_on_after_somebody_else_saved_is_still_a_late_save(
    desk: Desk, book: Casebook, add: Add, qtbot: QtBot
) -> None:
    event = add("event", title="Strike")
    made = form(desk, qtbot, "event", event)
    type_into(made, "title", "Mine")
    draft = made.draft()
    assert draft is not None
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(event, {"title": "Theirs"}))
    again = form(desk, qtbot, "event", event)
    again.resume(Kept(0, Clock().now(), draft))
    again.save()
    assert read(book, event).text("title") == "Theirs"
    assert again.fields.rows["title"].undecided


def test_links_are_edited_with_the_record_they_may_point_to(desk: Desk, add: Add, qtbot: QtBot) -> None:
    place = add("place", shown_name="Aktau")
    made = form(desk, qtbot, "event", add("event", title="Strike", place=place))
    links = {name: row.facts.target for name, row in made.fields.rows.items() if row.facts.shape is Shape.LINK}
    assert links["place"] == "place"
    assert made.fields.rows["place"].editor.value() == place
    assert ANY_KIND not in links.values()


def test_a_name_like_somebodys_is_warned_of_and_what_was_typed_is_kept_while_one_looks(
    desk: Desk, qtbot: QtBot, add: Add, book: Casebook
) -> None:
    person = add("person", shown_name="Жанар Примерова")
    made = form(desk, qtbot, "person")
    made.open()
    field = made.fields.rows["shown_name"].editor.focusProxy()
    assert field is not None
    qtbot.keyClicks(field, "Primerova Zhanar")
    (warning,) = made.findChildren(NameWarning)
    qtbot.waitUntil(lambda: not warning.isHidden())
    with qtbot.waitSignal(desk.navigation.open_record) as opened:
        warning.open_wanted.emit(person)
    assert opened.args == ["person", person]
    assert not made.isVisible()
    assert [dict(one.draft.typed) for one in drafts.kept(book)] == [{"shown_name": "Primerova Zhanar"}]


def test_nobody_is_warned_of_their_own_name(desk: Desk, qtbot: QtBot, add: Add) -> None:
    person = add("person", shown_name="Zhanar Primerova")
    made = form(desk, qtbot, "name", person=person)
    type_into(made, "full_name", "Жанар Примерова")
    (warning,) = made.findChildren(NameWarning)
    warning.look()
    assert warning.isHidden()


@pytest.mark.parametrize(
    ("kind", "typed", "field", "why"),
    [
        ("person", {"shown_name": "a" * 1_000_000}, "shown_name", "one line holds 2000"),
        ("person", {"shown_name": "A", "birth_date": "31 February 1975"}, "birth_date", "28 days"),
        ("person", {"shown_name": "A", "birth_date": "20111"}, "birth_date", "four digits"),
        ("person", {"shown_name": "A", "birth_date": "1975", "age": "16", "age_on": "2011"}, "age", "not of this age"),
    ],
)
def test_bad_input_is_said_at_its_field_and_the_rest_stays_as_typed(
    kind: str, typed: Mapping[str, str], field: str, why: str, desk: Desk, qtbot: QtBot, book: Casebook
) -> None:
    made = form(desk, qtbot, kind)
    for name, text in typed.items():
        type_into(made, name, text)
    before = made.fields.values()
    made.save()
    assert why in reason(made, field)
    assert made.fields.values() == before
    assert book.read(lambda reader: reader.count(kind)) == 0


def test_a_person_linked_to_themselves_and_a_ring_of_places_are_said_at_the_link(
    desk: Desk, qtbot: QtBot, add: Add
) -> None:
    person = add("person", shown_name="A")
    made = form(desk, qtbot, "relationship", person=person)
    made.fields.rows["related_person"].editor.set_value(person)
    made.save()
    assert "linked to themselves" in reason(made, "related_person")
    outer = add("place", shown_name="Outer")
    inner = add("place", shown_name="Inner", parent=outer)
    ring = form(desk, qtbot, "place", outer)
    ring.fields.rows["parent"].editor.set_value(inner)
    ring.save()
    assert "lie within itself" in reason(ring, "parent")
