from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt

from casefile.base.clock import NO_ID
from casefile.base.i18n import set_language
from casefile.casework.acts import Act
from casefile.ui.page import Desk
from casefile.ui.pages.links_page import LinksPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said
    from ui.pages.conftest import Find, Nameless, Texts


def shown(desk: Desk, qtbot: QtBot, find: Find) -> LinksPage:
    page = LinksPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    person = find("Aigerim Qiyalova")
    page.show_record("person", person)
    qtbot.waitUntil(lambda: bool(page.net().nodes) and page.net().nodes[0].record == person)
    return page


def test_the_list_says_in_words_what_the_picture_shows(
    desk: Desk, find: Find, nameless: Nameless, qtbot: QtBot
) -> None:
    page = shown(desk, qtbot, find)
    model = page.list.records
    role = int(Qt.ItemDataRole.AccessibleTextRole)
    said = [str(model.data(model.index(row), role)) for row in range(model.rowCount())]
    assert len(said) == len(page.net().nodes) > 8
    assert "Saule Qiyalova, Person, Mother (Relationships), direct" in said
    assert [text for text in said if "over one other" in text]
    assert nameless(page) == []


def test_the_list_and_the_net_go_to_the_same_record_and_enter_opens_it(
    desk: Desk, find: Find, said: Said, qtbot: QtBot
) -> None:
    page = shown(desk, qtbot, find)
    page.canvas.choose(2)
    node = page.net().nodes[2]
    assert page.list.current() == node.record
    qtbot.keyClick(page.canvas, Qt.Key.Key_Return)
    page.list.opened.emit(node.record)
    assert said.opened == [(node.kind, node.record)] * 2
    page.list.choose(page.net().nodes[1].record)
    assert page.canvas.current() == 1


def test_fewer_steps_and_one_kind_of_tie_show_less(desk: Desk, find: Find, qtbot: QtBot) -> None:
    page = shown(desk, qtbot, find)
    page.steps.setCurrentIndex(0)
    qtbot.waitUntil(lambda: {node.step for node in page.net().nodes} == {0, 1})
    page.chips.choose("relationship")
    page.chips.picked.emit("relationship")
    qtbot.waitUntil(lambda: {tie.tie for tie in page.net().ties} == {"relationship"})


def test_what_is_around_another_record_is_one_press_away(desk: Desk, find: Find, qtbot: QtBot) -> None:
    page = shown(desk, qtbot, find)
    page.canvas.choose(1)
    other = page.net().nodes[1].record
    page.around.click()
    qtbot.waitUntil(lambda: page.net().nodes[0].record == other)
    assert page.picker.field.text() == page.net().nodes[0].name


def test_a_new_tie_appears(desk: Desk, find: Find, qtbot: QtBot) -> None:
    page = shown(desk, qtbot, find)
    before = len(page.net().nodes)
    person = find("Aigerim Qiyalova")
    outcome = desk.casebook.transact(
        Act.ADD_RECORD,
        lambda writer: writer.insert(
            "relationship",
            person=person,
            related_person=writer.insert("person", shown_name="New friend"),
            relationship_kind="friend",
        ),
    )
    page.changed(outcome.changes)
    qtbot.waitUntil(lambda: len(page.net().nodes) == before + 1)


def test_ctrl_n_begins_a_relationship_of_the_person_in_the_middle(
    desk: Desk, find: Find, said: Said, qtbot: QtBot
) -> None:
    page = shown(desk, qtbot, find)
    page.add()
    assert [(form.kind, dict(form.given)) for form in said.forms] == [
        ("relationship", {"person": find("Aigerim Qiyalova")})
    ]


def test_without_a_record_it_says_what_to_choose(desk: Desk, find: Find, texts: Texts, qtbot: QtBot) -> None:
    page = shown(desk, qtbot, find)
    page.show_record("", NO_ID)
    assert page.net().nodes == ()
    assert "Choose a person, an event or an organisation" in texts(page)


def test_the_page_opens_in_every_language(desk: Desk, find: Find, qtbot: QtBot) -> None:
    for code in ("ru", "kk"):
        set_language(code)
        assert not shown(desk, qtbot, find).grab().isNull()


def test_nothing_of_the_page_outlives_it(desk: Desk, find: Find, qtbot: QtBot) -> None:
    gone = weakref.ref(shown(desk, qtbot, find))
    found = gone()
    assert found is not None
    shiboken6.delete(found)
    del found
    gc.collect()
    assert gone() is None


def test_an_answer_to_an_older_question_is_not_shown(desk: Desk, find: Find, qtbot: QtBot) -> None:
    page = shown(desk, qtbot, find)
    before = page.net()
    taken: list[object] = []
    gate = threading.Event()
    page.ask(lambda _progress: gate.wait(5), taken.append)
    page._read()
    gate.set()
    assert page._question is not None
    with qtbot.waitSignal(page._question.succeeded):
        pass
    assert taken == []
    assert page.net() == before
