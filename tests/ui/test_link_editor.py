from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.record import ANY_KIND, Facts, Shape
from casefile.ui.link_editor import BookFinder, LinkEditor, title_field
from casefile.ui.page import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


def place_link() -> Facts:
    return Facts(label="Where", shape=Shape.LINK, target="place")


@pytest.fixture
def made(desk: Desk, qtbot: QtBot) -> LinkEditor:
    found = LinkEditor(place_link(), BookFinder(desk))
    qtbot.addWidget(found)
    found.show()
    return found


def offers(of: LinkEditor) -> QListWidget:
    found = of.findChild(QListWidget)
    assert isinstance(found, QListWidget)
    return found


def offered(of: LinkEditor) -> list[str]:
    shown = offers(of)
    return [shown.item(row).text() for row in range(shown.count())] if shown.isVisible() else []


def test_a_record_is_found_in_any_script_and_taken_by_enter(made: LinkEditor, add: Add, qtbot: QtBot) -> None:
    place = add("place", shown_name="Жаңаөзен")
    qtbot.keyClicks(made.field, "zhanaoz")
    qtbot.waitUntil(lambda: bool(offered(made)))
    qtbot.keyClick(made.field, Qt.Key.Key_Return)
    assert made.value() == place
    assert made.field.text() == "Жаңаөзен"
    assert made.problem() == ""


def test_only_records_of_the_kind_asked_for_are_offered(made: LinkEditor, add: Add, qtbot: QtBot) -> None:
    add("event", title="Strike in Aktau")
    add("place", shown_name="Aktau")
    qtbot.keyClicks(made.field, "aktau")
    qtbot.waitUntil(lambda: bool(offered(made)))
    assert [text.split("·")[0].strip() for text in offered(made)] == ["Aktau"]


def test_the_arrow_keys_choose_among_the_offers(made: LinkEditor, add: Add, qtbot: QtBot) -> None:
    add("place", shown_name="Aktau")
    second = add("place", shown_name="Shetpe")
    qtbot.keyClick(made.field, Qt.Key.Key_Down)
    assert len(offered(made)) == 2
    qtbot.keyClick(made.field, Qt.Key.Key_Down)
    qtbot.keyClick(made.field, Qt.Key.Key_Return)
    assert made.value() == second


def test_escape_closes_the_offers_and_nothing_else(made: LinkEditor, add: Add, qtbot: QtBot) -> None:
    add("place", shown_name="Aktau")
    qtbot.keyClick(made.field, Qt.Key.Key_Down)
    qtbot.keyClick(made.field, Qt.Key.Key_Escape)
    assert offered(made) == []
    assert made.isVisible()


def test_words_from_which_nothing_was_chosen_are_refused_and_not_guessed(
    made: LinkEditor, add: Add, qtbot: QtBot
) -> None:
    add("place", shown_name="Aktau")
    qtbot.keyClicks(made.field, "Aktau")
    assert made.value() == "Aktau"
    assert made.problem()


def test_an_emptied_field_points_nowhere(made: LinkEditor, add: Add) -> None:
    made.set_value(add("place", shown_name="Aktau"))
    made.field.clear()
    assert made.value() == NO_ID
    assert made.problem() == ""


def test_a_title_changed_by_hand_is_no_longer_the_record(made: LinkEditor, add: Add, qtbot: QtBot) -> None:
    place = add("place", shown_name="Aktau")
    made.set_value(place)
    assert made.value() == place
    made.field.end(False)
    qtbot.keyClicks(made.field, "x")
    assert made.value() == "Aktaux"


def test_a_record_that_is_not_there_yet_can_be_made_on_the_spot(desk: Desk, add: Add, qtbot: QtBot) -> None:
    asked: list[tuple[str, str]] = []

    def make(kind: str, words: str, then: Callable[[RecordId], object]) -> None:
        asked.append((kind, words))
        then(add(kind, shown_name=words))

    editor = LinkEditor(place_link(), BookFinder(desk), make)
    qtbot.addWidget(editor)
    editor.show()
    qtbot.keyClicks(editor.field, "Shetpe")
    qtbot.waitUntil(lambda: bool(offered(editor)))
    qtbot.keyClick(editor.field, Qt.Key.Key_Return)
    assert asked == [("place", "Shetpe")]
    assert editor.field.text() == "Shetpe"
    assert isinstance(editor.value(), bytes)


def test_a_link_to_any_kind_makes_nothing_and_tells_kinds_apart(desk: Desk, add: Add, qtbot: QtBot) -> None:
    add("event", title="Strike in Aktau")
    add("place", shown_name="Aktau")
    editor = LinkEditor(
        Facts(label="About", shape=Shape.LINK, target=ANY_KIND), BookFinder(desk), lambda _k, _w, _t: None
    )
    qtbot.addWidget(editor)
    editor.show()
    qtbot.keyClicks(editor.field, "aktau")
    qtbot.waitUntil(lambda: bool(offered(editor)))
    kinds = sorted(text.split("·")[1].split()[0] for text in offered(editor))
    assert kinds == ["Event", "Place"]


@pytest.mark.parametrize(("kind", "field"), [("person", "shown_name"), ("event", "title"), ("figure", "")])
def test_words_typed_go_into_the_field_that_names_the_record(kind: str, field: str) -> None:
    assert title_field(kind) == field
