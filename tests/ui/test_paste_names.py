from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from casefile.base.clock import RecordId
from casefile.store.casebook import Casebook
from casefile.ui.page import Desk
from casefile.ui.paste_names import MOST_LINES, NameLine, PasteNames, read_lines

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

Add = Callable[..., RecordId]
TODAY = dt.date(2026, 11, 23)
LIST = """1. Zhanar Primerova; 1975
- Марат Примеров\tmid Dec 1980\tbrother of the first

12345
Primerova Zhanar
Somebody Else; a note only
"""


def dialog(desk: Desk, qtbot: QtBot, text: str) -> PasteNames:
    made = PasteNames(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    made.field.setPlainText(text)
    made.look()
    made._pause.stop()
    return made


def test_a_line_is_a_person_with_when_born_and_a_note_and_its_number_is_left_out() -> None:
    assert read_lines(LIST, TODAY) == [
        NameLine("Zhanar Primerova", "1975"),
        NameLine("Марат Примеров", "1980-12-11/1980-12-20", "brother of the first"),
        NameLine("12345", problem="There is no name in this line."),
        NameLine("Primerova Zhanar", twin="line 1 of this list"),
        NameLine("Somebody Else", note="a note only"),
    ]


def test_control_characters_and_endless_lines_do_no_harm() -> None:
    (first, second) = read_lines("Zha\u202enar\u0007 A\n" + "a" * 1_000_000, TODAY)
    assert first == NameLine("Zhanar A")
    assert second.problem == "This is too long for a name."
    assert len(read_lines("A B\n" * 10_000, TODAY)) == MOST_LINES


def test_whoever_is_in_the_book_already_is_marked_and_left_out_until_ticked(
    desk: Desk, qtbot: QtBot, add: Add, book: Casebook
) -> None:
    add("person", shown_name="Жанар Примерова")
    made = dialog(desk, qtbot, "Zhanar Primerova\nMarat Newman")
    qtbot.waitUntil(lambda: bool(made.lines[0].twin))
    assert "Жанар Примерова" in made.list.item(0).text()
    assert [line.name for line in made.chosen()] == ["Marat Newman"]
    made.list.item(0).setCheckState(Qt.CheckState.Checked)
    made.save()
    assert book.read(lambda reader: reader.count("person")) == 3


def test_all_are_added_in_one_act_and_one_undo_takes_them_back(
    desk: Desk, qtbot: QtBot, book: Casebook, said: Said
) -> None:
    made = dialog(desk, qtbot, LIST)
    made.save()
    assert not made.isVisible()
    people = book.read(lambda reader: reader.of("person"))
    assert [one.text("shown_name") for one in people] == ["Zhanar Primerova", "Марат Примеров", "Somebody Else"]
    assert people[1].text("note") == "brother of the first"
    assert said.lines == ["Added 3 people"]
    book.undo()
    assert book.read(lambda reader: reader.count("person")) == 0


def test_what_was_just_pasted_is_shown_before_it_is_saved(desk: Desk, qtbot: QtBot, book: Casebook) -> None:
    made = dialog(desk, qtbot, "")
    made.field.setPlainText("Zhanar Primerova")
    made.save()
    assert made.isVisible()
    assert book.read(lambda reader: reader.count("person")) == 0
    made.save()
    assert book.read(lambda reader: reader.count("person")) == 1
