from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.store.casebook import Casebook
from casefile.ui.page import Desk
from casefile.ui.record_history import RecordHistory

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


def history(desk: Desk, qtbot: QtBot, *records: RecordId) -> RecordHistory:
    made = RecordHistory(desk, records[0], records[1:])
    qtbot.addWidget(made)
    made.show()
    return made


def _retitle(event: RecordId, title: str, writer: Writer) -> None:
    writer.update(event, {"title": title})


def texts(made: RecordHistory) -> list[str]:
    return [label.text() for label in made.findChildren(QLabel) if label.isVisible()]


def test_the_newest_change_stands_first_with_what_was_before_and_after(
    desk: Desk, book: Casebook, add: Add, qtbot: QtBot
) -> None:
    book.set_setting("author", "A. B.")
    event = add("event", title="Strike", began="2011-12")
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(event, {"began": "2011-12-16"}))
    shown = texts(history(desk, qtbot, event))
    assert shown.index("Edited a record") < shown.index("Added a record")
    assert "16 December 2011   (before: December 2011)" in shown
    assert "A. B." in shown


def test_an_earlier_value_can_be_brought_back(desk: Desk, book: Casebook, add: Add, qtbot: QtBot) -> None:
    event = add("event", title="Strike")
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(event, {"title": "Strick"}))
    made = history(desk, qtbot, event)
    back = [button for button in made.findChildren(QPushButton) if button.text() == "Bring back"]
    assert [button.accessibleName() for button in back] == ["Bring back the earlier value of Title"]
    back[0].click()
    assert book.read(lambda reader: reader.get(event)).text("title") == "Strike"
    assert book.acts()[0].name == Act.RESTORE_VALUE.name


def test_only_the_newest_change_of_a_field_offers_it(desk: Desk, book: Casebook, add: Add, qtbot: QtBot) -> None:
    event = add("event", title="A")
    for title in ("B", "C"):
        book.transact(Act.EDIT_RECORD, partial(_retitle, event, title))
    back = [one for one in history(desk, qtbot, event).findChildren(QPushButton) if one.text() == "Bring back"]
    assert len(back) == 1


def test_sensitive_values_are_folded_here_too(desk: Desk, add: Add, qtbot: QtBot) -> None:
    made = history(desk, qtbot, add("person", shown_name="Leila", health_details="Asthma"))
    assert "Asthma" not in texts(made)
    show = [button for button in made.findChildren(QPushButton) if button.accessibleName() == "Show: Health in words"]
    show[0].click()
    assert "Asthma" in texts(made)


def test_the_changes_of_parts_are_told_among_those_of_the_record(desk: Desk, add: Add, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila")
    name = add("name", person=person, full_name="Lulu")
    shown = texts(history(desk, qtbot, person, name))
    assert "Added a record: Lulu" in shown


def test_a_record_that_never_was_has_no_history(desk: Desk, qtbot: QtBot) -> None:
    assert texts(history(desk, qtbot, RecordId(bytes(16)))) == ["", "History"]


def test_the_field_a_remark_stands_beside_is_told_by_its_label_before_and_after(
    desk: Desk, book: Casebook, add: Add, qtbot: QtBot
) -> None:
    remark = add("remark", record=add("person", shown_name="Leila"), field="birth_date", text="Hm.")
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(remark, {"field": "occupation"}))
    assert "Occupation   (before: Born)" in texts(history(desk, qtbot, remark))
