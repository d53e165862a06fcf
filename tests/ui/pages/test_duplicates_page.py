from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from casefile.casework.identity import NOT_SAME, SAME, UNSURE, decisions, together
from casefile.ui.joined_lines import JoinedLines
from casefile.ui.page import Desk
from casefile.ui.pages.duplicates_page import DuplicatesPage

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from casefile.base.clock import RecordId
    from ui.conftest import Kept, Said
    from ui.pages.conftest import Nameless, Texts

Add = Callable[..., "RecordId"]


@pytest.fixture
def vault_path(kept_vault: Kept, tmp_path: Path) -> Path:
    """An empty book: the demonstration holds nobody twice."""
    import shutil  # noqa: PLC0415 - for this one

    return shutil.copytree(kept_vault.path, tmp_path / kept_vault.path.name)


@pytest.fixture
def page(desk: Desk, add: Add, qtbot: QtBot) -> DuplicatesPage:
    """Two pairs: Roza in two scripts, and Ivan."""
    for name, born in (
        ("Роза Байтелова", "1987-03-05"),
        ("Bajtelova Roza", "1987-03-05"),
        ("Иван Тихонов", "1960"),
        ("I. Tikhonov", "1960"),
    ):
        add("person", shown_name=name, birth_date=born)
    made = DuplicatesPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitUntil(lambda: made.candidate() is not None)
    desk.casebook.subscribe(made.changed)
    return made


def labels(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def test_the_likeliest_pair_is_shown_first_with_both_and_its_reasons(
    page: DuplicatesPage, texts: Texts, nameless: Nameless
) -> None:
    shown = page.candidate()
    assert shown is not None
    said = " ".join(texts(page))
    assert "Роза Байтелова" in said
    assert "Both were born on 5 March 1987" in said
    assert nameless(page) == []


@pytest.mark.parametrize(("key", "decision"), [("S", SAME), ("N", NOT_SAME), ("U", UNSURE)])
def test_a_key_decides_and_the_next_pair_comes_up_by_itself(
    page: DuplicatesPage, desk: Desk, qtbot: QtBot, key: str, decision: str
) -> None:
    first = page.candidate()
    assert first is not None
    qtbot.keyClick(page.list, Qt.Key(ord(key)))
    qtbot.waitUntil(lambda: page.candidate() != first)
    assert page.candidate() is not None
    [made] = desk.read(decisions)
    assert (made.pair, made.decision) == ((first.first, first.second), decision)


def test_what_was_decided_by_mistake_comes_back_with_undo(page: DuplicatesPage, desk: Desk) -> None:
    first = page.candidate()
    page.decide(SAME)
    desk.casebook.undo()
    keys = page.list.records.rowCount()
    assert keys == 2
    assert page.candidate() is not None
    assert desk.read(decisions) == []
    assert first is not None


def test_when_all_is_decided_the_page_says_so(page: DuplicatesPage, texts: Texts) -> None:
    page.decide(SAME)
    page.decide(NOT_SAME)
    assert page.candidate() is None
    assert "No two records look like one" in texts(page)


def test_a_cancelled_search_leaves_what_was_found(page: DuplicatesPage, qtbot: QtBot) -> None:
    page.search()
    page.cancel()
    qtbot.wait(50)
    assert page.candidate() is not None
    assert page.again.isVisible()


def test_a_person_who_was_joined_says_with_whom_and_is_split_by_a_button(
    page: DuplicatesPage, desk: Desk, said: Said, qtbot: QtBot
) -> None:
    pair = page.candidate()
    assert pair is not None
    page.decide(SAME)
    lines = JoinedLines(desk, pair.first)
    qtbot.addWidget(lines)
    assert "Recorded also as" in labels(lines)
    link, split = lines.findChildren(QPushButton)
    link.click()
    assert said.opened == [("person", pair.second)]
    split.click()
    assert desk.read(lambda reader: together(reader, pair.first)) == (pair.first,)
    again = JoinedLines(desk, pair.first)
    qtbot.addWidget(again)
    assert labels(again) == []


def test_nothing_of_the_page_outlives_it(desk: Desk, qtbot: QtBot) -> None:
    made = DuplicatesPage(desk)
    qtbot.wait(200)
    gone = weakref.ref(made)
    made.deleteLater()
    del made
    qtbot.wait(50)
    gc.collect()
    assert gone() is None
