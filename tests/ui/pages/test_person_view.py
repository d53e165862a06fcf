from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from casefile.base.clock import RecordId, format_id
from casefile.base.i18n import set_language
from casefile.casework.acts import Act
from casefile.ui.field_in_place import FieldInPlace, open_editor
from casefile.ui.page import Desk
from casefile.ui.pages.person_view import PersonView
from casefile.ui.widgets.buttons import LinkButton
from casefile.ui.widgets.custody_timeline import CustodyTimeline
from casefile.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.conftest import Said
    from ui.pages.conftest import Find, Nameless, Texts

    Add = Callable[..., RecordId]

SHOW_WHY, ACCESS, PROCEEDINGS, HISTORY = 1, 2, 4, 9


def tabs_of(view: PersonView) -> Tabs:
    found = view.findChild(Tabs)
    assert isinstance(found, Tabs)
    return found


def people_of(desk: Desk) -> list[RecordId]:
    return desk.read(lambda reader: [one.id for one in reader.of("person")])


def entry_of(view: PersonView, words: str) -> QAction:
    (action,) = [one for menu in view.findChildren(QMenu) for one in menu.actions() if one.text() == words]
    return action


def marks(view: PersonView) -> str:
    found = view.findChild(CustodyTimeline)
    return found.accessibleDescription() if isinstance(found, CustodyTimeline) else ""


def test_every_tab_opens_for_everybody_and_every_control_on_it_has_a_name(
    desk: Desk, nameless: Nameless, qtbot: QtBot
) -> None:
    everybody = people_of(desk)
    assert len(everybody) > 30
    for person in everybody:
        view = PersonView(desk, person)
        qtbot.addWidget(view)
        tabs = tabs_of(view)
        assert tabs.bar.count() == 10
        for number in range(tabs.bar.count()):
            tabs.show_tab(number)
            assert tabs.page() is not None
        assert nameless(view) == []


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_every_tab_can_be_painted_in_another_language_and_from_right_to_left(
    desk: Desk, find: Find, qtbot: QtBot, code: str
) -> None:
    set_language(code)
    view = PersonView(desk, find("Aigerim"))
    qtbot.addWidget(view)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.resize(1000, 760)
    view.show()
    for number in range(tabs_of(view).bar.count()):
        tabs_of(view).show_tab(number)
        assert not view.grab().isNull()


def test_the_head_says_name_other_script_state_and_that_nobody_consented(
    desk: Desk, add: Add, texts: Texts, qtbot: QtBot
) -> None:
    person = add("person", shown_name="Leila Example", whereabouts_status="missing")
    add("name", person=person, full_name="Лейла Пример")
    view = PersonView(desk, person)
    qtbot.addWidget(view)
    said = texts(view)
    assert "Leila Example" in said
    assert "Лейла Пример" in said
    assert "Missing" in said
    assert "No consent recorded" in said


def test_breached_safeguards_stand_over_the_page_and_lead_to_the_reasons(
    desk: Desk, find: Find, texts: Texts, qtbot: QtBot
) -> None:
    view = PersonView(desk, find("Aigerim"))
    qtbot.addWidget(view)
    assert [text for text in texts(view) if text.startswith("Safeguards breached: ")]
    (why,) = [one for one in view.findChildren(QPushButton) if one.accessibleName() == "Show why"]
    why.click()
    assert tabs_of(view).current() == SHOW_WHY
    clocks = [text for text in texts(view) if text.startswith("Safeguards clock: ")]
    assert clocks
    assert "breached" in texts(view)


def test_nobody_without_a_detention_has_breached_safeguards_or_a_timeline(
    desk: Desk, add: Add, texts: Texts, qtbot: QtBot
) -> None:
    view = PersonView(desk, add("person", shown_name="Free"))
    qtbot.addWidget(view)
    assert not [text for text in texts(view) if text.startswith("Safeguards breached")]
    assert view.findChild(CustodyTimeline) is None


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("custody", "Detention"),
        ("lawyer_access", "Access to a lawyer"),
        ("family_visit", "Family visit"),
        ("allegation", "Allegation of ill-treatment"),
        ("proceeding", "Proceeding"),
        ("consent", "Consent"),
        ("risk", "Risk"),
        ("name", "Name"),
    ],
)
def test_add_entry_offers_a_form_with_the_person_given(
    desk: Desk, find: Find, said: Said, qtbot: QtBot, kind: str, words: str
) -> None:
    person = find("Timur")
    view = PersonView(desk, person)
    qtbot.addWidget(view)
    entry_of(view, words).trigger()
    (request,) = said.forms
    assert request.kind == kind
    assert request.given == {"person": person}


@pytest.mark.parametrize(
    ("words", "act", "values"),
    [
        ("Detention", Act.RECORD_CUSTODY, {"arrested": "2026-05-01"}),
        ("Access to a lawyer", Act.RECORD_ACCESS, {"access_kind": "visit", "outcome": "refused"}),
        ("Family visit", Act.RECORD_VISIT, {"visit_kind": "parcel", "outcome": "granted"}),
    ],
)
def test_what_add_entry_records_goes_through_the_command_of_its_subject(
    desk: Desk, add: Add, said: Said, qtbot: QtBot, words: str, act: Act, values: dict[str, str]
) -> None:
    person = add("person", shown_name="Somebody")
    view = PersonView(desk, person)
    qtbot.addWidget(view)
    entry_of(view, words).trigger()
    (request,) = said.forms
    insert = request.insert
    assert request.act is act
    assert insert is not None
    made = desk.attempt(act, lambda writer: insert(writer, {**request.given, **values}))
    assert made is not None
    record = desk.read(lambda reader: reader.get(made.value))
    assert record.kind == request.kind
    assert record.link("person") == person
    assert {name: record.text(name) for name in values} == values


def test_the_timeline_tells_a_refusal_from_a_contact_and_from_what_has_no_answer(
    desk: Desk, add: Add, qtbot: QtBot
) -> None:
    person = add("person", shown_name="Somebody")
    for day, outcome in enumerate(("granted", "cut_short", "refused", "obstructed", "pending", ""), start=1):
        add("lawyer_access", person=person, access_kind="visit", occurred=f"2026-05-0{day}", outcome=outcome)
    view = PersonView(desk, person)
    qtbot.addWidget(view)
    found = view.findChild(CustodyTimeline)
    assert isinstance(found, CustodyTimeline)
    assert [mark.state for mark in found._marks] == ["granted", "granted", "refused", "refused", "open", "open"]


def test_the_timeline_shows_where_somebody_was_held_and_where_nobody_knows(desk: Desk, add: Add, qtbot: QtBot) -> None:
    person = add("person", shown_name="Somebody")
    custody = add("custody", person=person, arrested="2026-05-01")
    place = add("place", shown_name="Station")
    add("stay", custody=custody, place=place, began="2026-05-01", ended="2026-05-03")
    add("stay", custody=custody, began="2026-05-03", ended="2026-05-06")
    add("proceeding", person=person, began="2026-05-05")
    view = PersonView(desk, person)
    qtbot.addWidget(view)
    found = view.findChild(CustodyTimeline)
    assert isinstance(found, CustodyTimeline)
    assert [mark.state for mark in found._marks] == ["held", "unknown", "court"]
    assert "Station" in marks(view)


def test_a_change_made_elsewhere_is_there_after_a_refresh_and_the_tab_stays(
    desk: Desk, add: Add, texts: Texts, qtbot: QtBot
) -> None:
    person = add("person", shown_name="Before")
    view = PersonView(desk, person)
    qtbot.addWidget(view)
    tabs_of(view).show_tab(ACCESS)
    add("lawyer_access", person=person, access_kind="visit", refused_by="Duty officer")
    desk.attempt(Act.EDIT_RECORD, lambda writer: writer.update(person, {"shown_name": "After"}))
    view.refresh()
    assert tabs_of(view).current() == ACCESS
    assert "After" in texts(view)
    assert [text for text in texts(view) if "Duty officer" in text]


def test_a_field_being_edited_outlives_a_change_made_elsewhere_and_is_shown_saved(
    desk: Desk, add: Add, qtbot: QtBot
) -> None:
    person = add("person", shown_name="Leila", described_as="Welder")
    view = PersonView(desk, person)
    qtbot.addWidget(view)
    view.show()
    desk.casebook.subscribe(lambda _changes: view.refresh())
    name = f"described_as {format_id(person)}"
    field = view.findChild(FieldInPlace, name)
    assert isinstance(field, FieldInPlace)
    field.begin()
    assert field.row is not None
    add("place", shown_name="Aktau")
    assert open_editor(view) is field
    field.row.editor.set_value("Nurse")
    field.save()
    now = [one for one in view.findChildren(FieldInPlace, name) if one.isVisibleTo(view)]
    assert [one.editing for one in now] == [False]
    assert any("Nurse" in one.text() for one in now[0].findChildren(QLabel))


def test_somebody_put_aside_is_said_to_be(desk: Desk, add: Add, texts: Texts, qtbot: QtBot) -> None:
    person = add("person", shown_name="Somebody")
    view = PersonView(desk, person)
    qtbot.addWidget(view)
    assert "put aside" not in texts(view)
    desk.attempt(Act.ARCHIVE_RECORD, lambda writer: writer.archive(person))
    view.refresh()
    assert "put aside" in texts(view)


def test_what_sources_say_stands_under_its_source(desk: Desk, add: Add, qtbot: QtBot) -> None:
    person = add("person", shown_name="Somebody")
    source = add("source", title="A statement")
    add(
        "claim",
        record=person,
        field="shown_name",
        value="Somebody Else",
        source=source,
        quote="Somebody Else was there",
    )
    view = PersonView(desk, person)
    qtbot.addWidget(view)
    tabs_of(view).show_tab(7)
    shown = [one.text() for one in view.findChildren(QLabel)]
    assert "Somebody Else" in shown
    assert "“Somebody Else was there”" in shown
    assert not [text for text in shown if "shown_name" in text]
    assert "A statement" in [one.accessibleName() for one in view.findChildren(LinkButton)]


def test_the_page_is_dead_after_it_was_deleted(desk: Desk, find: Find) -> None:
    view = PersonView(desk, find("Aigerim"))
    for number in range(tabs_of(view).bar.count()):
        tabs_of(view).show_tab(number)
    view.refresh()
    watched = weakref.ref(view)
    shiboken6.delete(view)
    del view
    gc.collect()
    assert watched() is None
