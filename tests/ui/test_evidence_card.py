from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.casework.evidence import link_evidence
from casefile.ui.evidence_card import EvidenceCard
from casefile.ui.page import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

    Add = Callable[..., RecordId]


@pytest.fixture
def person(add: Add) -> RecordId:
    return add("person", shown_name="Invented")


@pytest.fixture
def photo(add: Add, desk: Desk, person: RecordId) -> RecordId:
    item = add("evidence_item", title="", file_name="wrist.jpg", evidence_kind="photo")
    desk.casebook.transact(Act.LINK_EVIDENCE, lambda writer: link_evidence(writer, item, person, "shows"))
    return item


def shown(desk: Desk, person: RecordId, qtbot: QtBot) -> EvidenceCard:
    card = EvidenceCard(desk, person)
    qtbot.addWidget(card)
    card.show()
    return card


def press(card: EvidenceCard, name: str) -> None:
    (found,) = [one for one in card.findChildren(QAbstractButton) if one.accessibleName() == name]
    found.click()


def test_an_item_is_called_by_its_own_name_and_opens_its_page(
    desk: Desk, person: RecordId, photo: RecordId, qtbot: QtBot, said: Said
) -> None:
    card = shown(desk, person, qtbot)
    assert "Photo · Shows · EV-0001" in [one.text() for one in card.findChildren(QLabel)]
    press(card, "Open: wrist.jpg")
    assert said.opened == [("evidence_item", photo)]
    press(card, "Edit the link to wrist.jpg")
    assert said.forms[0].kind == "evidence_link"


def test_an_item_that_was_put_aside_is_not_shown(desk: Desk, person: RecordId, photo: RecordId, qtbot: QtBot) -> None:
    desk.casebook.transact(Act.ARCHIVE_RECORD, lambda writer: writer.update(photo, {"archived": 1}))
    card = shown(desk, person, qtbot)
    assert "Nothing recorded yet." in [one.text() for one in card.findChildren(QLabel)]


def test_files_are_handed_on_with_the_record_they_are_for(
    desk: Desk, person: RecordId, qtbot: QtBot, said: Said, tmp_path: Path
) -> None:
    card = shown(desk, person, qtbot)
    press(card, "Add files")
    (asked,) = card.findChildren(QFileDialog)
    asked.filesSelected.emit([str(tmp_path / "a.jpg")])
    asked.reject()
    assert said.taken_in == [([tmp_path / "a.jpg"], (person,))]


def test_an_item_that_is_there_already_is_linked_by_the_form(
    desk: Desk, person: RecordId, qtbot: QtBot, said: Said
) -> None:
    press(shown(desk, person, qtbot), "Add: Link to evidence")
    assert said.forms[0].given == {"record": person}
