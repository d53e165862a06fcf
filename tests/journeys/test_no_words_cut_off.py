"""Every page and dialog, in every language, in the smallest window: no word of the app may be cut off."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from casefile.base.i18n import language, set_language
from casefile.casework.catalogue import record_types
from casefile.ui.page import FormRequest
from casefile.ui.theme import Theme
from support.clipped import clipped

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
SMALLEST = (900, 500)


@pytest.fixture(scope="module")
def shots() -> Iterator[Any]:
    """The tool that takes pictures: it knows the way to every screen."""
    sys.path.insert(0, str(PACKAGING))
    spec = importlib.util.spec_from_file_location("shots_tool", PACKAGING / "shots.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]
    sys.path.remove(str(PACKAGING))


@contextmanager
def spoken(app: QApplication, code: str) -> Iterator[None]:
    """The app in a language, and the way it is written."""
    before = language().code
    set_language(code)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if code == "ar" else Qt.LayoutDirection.LeftToRight)
    try:
        yield
    finally:
        set_language(before)
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize("code", ["en", "ru", "kk", "ar"])
def test_no_word_is_cut_off_on_any_screen_or_form(code: str, shots: Any, qapp: QApplication, tmp_path: Path) -> None:
    found: list[str] = []
    theme = Theme(dark=False)
    with spoken(qapp, code), shots.demonstration(None) as (book, folder):
        theme.apply(qapp)
        stage = shots.Stage(book, theme, folder, SMALLEST, tmp_path, shots.two_offices(folder / "offices"))
        for name, scene in shots.SCENES.items():
            with shots.played(stage, scene) as shown:
                found += [f"{name}: {line}" for line in clipped(shown.window())]
        with shots.played(stage, lambda stage: stage.main("people")) as frame:
            for kind in record_types():
                form = frame.open_form(FormRequest(kind))
                shots.settle(0)
                found += [f"form of {kind}: {line}" for line in clipped(form.window())]
                form.close()
    assert found == []


def test_a_label_a_button_and_a_hint_without_room_are_found(qapp: QApplication) -> None:
    # The check itself: each of these would be cut off.
    window = QWidget()
    column = QVBoxLayout(window)
    wide = QLabel("Safeguards breached: access to a lawyer")
    wide.setFixedWidth(60)
    wrapped = QLabel("Words that need several lines when they have little room to stand in")
    wrapped.setWordWrap(True)
    wrapped.setFixedSize(90, 18)
    press = QPushButton("Record a refused visit")
    press.setFixedWidth(50)
    hint = QLineEdit()
    hint.setPlaceholderText("Search name, alias, place, code")
    hint.setFixedWidth(70)
    enough = QLabel("Enough")
    for widget in (wide, wrapped, press, hint, enough):
        column.addWidget(widget)
    holder = QWidget()
    holder.setFixedSize(40, 20)
    row = QHBoxLayout()
    row.addWidget(holder)
    column.addLayout(row)
    beyond = QLabel("Beyond the edge", holder)
    beyond.adjustSize()
    window.show()
    qapp.processEvents()
    said = "\n".join(clipped(window))
    for text in (wide.text(), wrapped.text(), press.text(), hint.placeholderText(), beyond.text()):
        assert text in said
    assert enough.text() not in said
    window.close()
