from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from casefile.base.clock import RecordId
from casefile.base.i18n import set_language
from casefile.casework.acts import Act
from casefile.ui.page import Desk
from casefile.ui.pages.event_view import EventView, _as_of
from casefile.ui.widgets.cards import Card
from casefile.ui.widgets.chips import Chip
from casefile.ui.widgets.figures_board import FiguresBoard
from casefile.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.conftest import Said
    from ui.pages.conftest import Find, Nameless, Texts

    Add = Callable[..., RecordId]

FIGURES, PEOPLE, STATEMENTS = 1, 2, 5


def tabs_of(view: EventView) -> Tabs:
    found = view.findChild(Tabs)
    assert isinstance(found, Tabs)
    return found


def board_of(view: EventView) -> FiguresBoard:
    (found,) = view.findChildren(FiguresBoard)
    assert isinstance(found, FiguresBoard)
    return found


def differing(view: QWidget) -> int:
    return sum(chip.accessibleName() == "sources differ" for chip in view.findChildren(Chip))


def test_every_tab_opens_for_every_event_and_every_control_on_it_has_a_name(
    desk: Desk, nameless: Nameless, qtbot: QtBot
) -> None:
    events = desk.read(lambda reader: [one.id for one in reader.of("event")])
    assert len(events) > 10
    for event in events:
        view = EventView(desk, event)
        qtbot.addWidget(view)
        tabs = tabs_of(view)
        assert tabs.bar.count() == 9
        for number in range(tabs.bar.count()):
            tabs.show_tab(number)
            assert tabs.page() is not None
        assert nameless(view) == []


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_every_tab_can_be_painted_in_another_language_and_from_right_to_left(
    desk: Desk, find: Find, qtbot: QtBot, code: str
) -> None:
    set_language(code)
    view = EventView(desk, find("Unrest in Zhanaozen"))
    qtbot.addWidget(view)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.resize(1000, 760)
    view.show()
    for number in range(tabs_of(view).bar.count()):
        tabs_of(view).show_tab(number)
        assert not view.grab().isNull()


def test_the_figure_of_each_source_stands_beside_the_others(desk: Desk, add: Add, texts: Texts, qtbot: QtBot) -> None:
    event = add("event", title="Clashes")
    for source, number in (("Ministry", "14"), ("Hospital", ">=64")):
        add("figure", event=event, counted="killed", how_many=number, attributed_to=source)
    view = EventView(desk, event)
    qtbot.addWidget(view)
    said = texts(board_of(view))
    assert "Killed, Ministry: 14" in said
    assert "Killed, Hospital: at least 64" in said
    assert not [text for text in said if "78" in text]


@pytest.mark.parametrize(("second", "expected"), [("14", 0), ("15", 1)])
def test_sources_differ_is_said_exactly_where_they_do(
    desk: Desk, add: Add, qtbot: QtBot, second: str, expected: int
) -> None:
    event = add("event", title="Clashes")
    add("figure", event=event, counted="killed", how_many="14", attributed_to="Ministry")
    add("figure", event=event, counted="killed", how_many=second, attributed_to="Hospital")
    add("figure", event=event, counted="wounded", how_many="80", attributed_to="Ministry")
    view = EventView(desk, event)
    qtbot.addWidget(view)
    assert differing(board_of(view)) == expected


def test_the_figures_of_the_demonstration_are_both_there_and_their_parts_beneath(
    desk: Desk, find: Find, texts: Texts, qtbot: QtBot
) -> None:
    view = EventView(desk, find("Unrest in Zhanaozen"))
    qtbot.addWidget(view)
    board = board_of(view)
    killed = [text for text in texts(board) if text.startswith("Killed, ")]
    assert [text for text in killed if text.endswith(": 14")]
    assert len(killed) >= 2
    assert differing(board) >= 1


def test_the_figures_of_a_part_are_shown_with_the_whole_under_the_name_of_the_part(
    desk: Desk, add: Add, texts: Texts, qtbot: QtBot
) -> None:
    whole = add("event", title="Unrest")
    part = add("event", title="Clashes", parent=whole)
    add("figure", event=part, counted="killed", how_many="1", attributed_to="Ministry")
    view = EventView(desk, whole)
    qtbot.addWidget(view)
    assert [card for card in view.findChildren(Card) if card.accessibleName() == "Figures by source: Clashes"]
    assert "Killed, Ministry: 1" in texts(view)


def test_our_named_list_leads_to_the_people(desk: Desk, add: Add, qtbot: QtBot, said: Said) -> None:
    event, person = add("event", title="Clashes"), add("person", shown_name="Somebody")
    add("figure", event=event, counted="killed", how_many="14", attributed_to="Ministry")
    add("involvement", event=event, person=person, involved_as="killed")
    view = EventView(desk, event)
    qtbot.addWidget(view)
    (named,) = board_of(view).findChildren(QPushButton)
    assert named.accessibleName() == "Killed, Our named list: 1 person"
    named.click()
    assert tabs_of(view).current() == PEOPLE
    (link,) = [one for one in view.findChildren(QPushButton) if one.accessibleName() == "Somebody"]
    link.click()
    assert said.opened == [("person", person)]


def test_what_officials_say_stands_apart_from_what_others_say(desk: Desk, add: Add, texts: Texts, qtbot: QtBot) -> None:
    event = add("event", title="Clashes")
    add("statement", about=event, speaker_described="A minister", words="Nobody was hurt", official="yes")
    add("statement", about=event, speaker_described="A witness", words="Two fell")
    view = EventView(desk, event)
    qtbot.addWidget(view)
    tabs_of(view).show_tab(STATEMENTS)
    cards = {card.accessibleName(): texts(card) for card in view.findChildren(Card)}
    assert "Nobody was hurt" in cards["What officials say"]
    assert "Two fell" in cards["What others say"]
    assert "Two fell" not in cards["What officials say"]


def test_a_part_that_is_added_belongs_to_the_event(desk: Desk, find: Find, said: Said, qtbot: QtBot) -> None:
    event = find("Unrest in Zhanaozen")
    view = EventView(desk, event)
    qtbot.addWidget(view)
    asked = [
        ("figure", "event", 1),
        ("involvement", "event", 2),
        ("violation_act", "event", 3),
        ("measure", "event", 4),
    ]
    asked += [("statement", "about", 5), ("evidence_link", "record", 6), ("claim", "record", 7)]
    for kind, link, tab in asked:
        tabs_of(view).show_tab(tab)
        page = tabs_of(view).page()
        assert page is not None
        (add,) = [one for one in page.findChildren(QAbstractButton) if one.accessibleName().startswith("Add: ")]
        add.click()
        assert said.forms[-1].kind == kind
        assert said.forms[-1].given == {link: event}


def test_a_change_made_elsewhere_is_there_after_a_refresh_and_the_tab_stays(
    desk: Desk, add: Add, texts: Texts, qtbot: QtBot
) -> None:
    event = add("event", title="Before")
    view = EventView(desk, event)
    qtbot.addWidget(view)
    tabs_of(view).show_tab(FIGURES)
    add("figure", event=event, counted="killed", how_many="14", attributed_to="Ministry")
    desk.attempt(Act.EDIT_RECORD, lambda writer: writer.update(event, {"title": "After"}))
    view.refresh()
    assert tabs_of(view).current() == FIGURES
    assert {"After", "Killed, Ministry: 14"} <= set(texts(view))


def test_the_page_is_dead_after_it_was_deleted(desk: Desk, find: Find) -> None:
    view = EventView(desk, find("Unrest in Zhanaozen"))
    for number in range(tabs_of(view).bar.count()):
        tabs_of(view).show_tab(number)
    view.refresh()
    watched = weakref.ref(view)
    shiboken6.delete(view)
    del view
    gc.collect()
    assert watched() is None


@pytest.mark.parametrize(
    ("as_of", "said"),
    [("2011-12-18", "as of 18 December 2011"), ("../2011-12-20", "by 20 December 2011"), ("", "")],
)
def test_the_day_of_a_figure_is_said_once(as_of: str, said: str) -> None:
    assert _as_of(as_of, "en") == said
