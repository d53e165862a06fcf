from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton

from casefile.base.clock import RecordId
from casefile.ui.page import Desk
from casefile.ui.sent_letters import sent_letters

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

    Add = Callable[..., RecordId]


@pytest.fixture
def person(add: Add) -> RecordId:
    made = add("person", shown_name="Жанар Примерова")
    add("consent", person=made, given_on="2026-01-05", withdrawn_on="2026-02-01", may_name_to_government="yes")
    return made


def test_each_letter_that_holds_the_person_is_listed_and_opens(
    desk: Desk, person: RecordId, add: Add, said: Said, qtbot: QtBot
) -> None:
    letter = add("letter", title="Appeal", about=person, audience="government", addressee="Court", date="2026-01-10")
    add("letter", title="About somebody else", about=add("person", shown_name="Another"))
    shown = sent_letters(desk, person, withdrawn=True)
    assert shown is not None
    qtbot.addWidget(shown)
    (link,) = shown.findChildren(QAbstractButton)
    assert link.accessibleName() == "10 January 2026 · Court · Government · Appeal"
    link.click()
    assert said.opened == [("letter", letter)]


def test_nothing_is_said_where_no_letter_was_sent(desk: Desk, person: RecordId) -> None:
    assert sent_letters(desk, person, withdrawn=True) is None
