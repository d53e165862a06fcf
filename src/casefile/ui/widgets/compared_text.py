"""A text in which the words are marked that another text does not have; never read as markup."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from casefile.ui.painting import aligned
from casefile.ui.theme import BODY, Theme, font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

_MOST_WORDS = 4_000
"""Longer texts are shown without marks: comparing them would take seconds."""
_LEAST_ALIKE = 0.3
"""Texts that have less in common are two texts, and marking nearly all of both would say nothing."""
_WORD = re.compile(r"\s+|\w+|[^\w\s]")

Run = tuple[str, bool]
"""A stretch of text, and whether it is marked."""


def compared(text: str, other: str) -> list[Run]:
    """The text in stretches, those marked that the other text does not have in this place."""
    mine, theirs = _WORD.findall(text), _WORD.findall(other)
    if not other or max(len(mine), len(theirs)) > _MOST_WORDS:
        return [(text, False)] if text else []
    if SequenceMatcher(None, text.split(), other.split(), autojunk=False).ratio() < _LEAST_ALIKE:
        return [(text, False)] if text else []
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    runs: list[Run] = []
    for tag, start, end, _first, _last in matcher.get_opcodes():
        stretch = "".join(mine[start:end])
        if stretch:
            runs.append((stretch, tag != "equal"))
    return runs


class ComparedText(QTextEdit):
    """The text, as high as it needs to be; its words can be selected and copied.

    Args:
        theme: The colour of the marks; they are underlined as well.
        runs: The text.
        natural: Whether it is aligned as its own script is, as paragraphs are; else with the layout.
        strong: Whether it is written in semibold.
    """

    def __init__(self, theme: Theme, runs: Sequence[Run], *, natural: bool = False, strong: bool = False) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("".join(text for text, _marked in runs))
        document = self.document()
        document.setDocumentMargin(0)
        if not natural:
            option = QTextOption(aligned(self.layoutDirection(), "start") & Qt.AlignmentFlag.AlignHorizontal_Mask)
            document.setDefaultTextOption(option)
        cursor = self.textCursor()
        for text, marked in runs:
            cursor.insertText(text, _format(theme, marked=marked, strong=strong))
        document.documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def sizeHint(self) -> QSize:
        """As wide as it may be, and as high as its lines."""
        return QSize(240, self.height())

    def minimumSizeHint(self) -> QSize:
        """It gives way."""
        return QSize(60, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere: the height follows."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = max(round(self.document().size().height()) + 1, self.fontMetrics().lineSpacing())
        if height != self.height():
            self.setFixedHeight(height)


def _format(theme: Theme, *, marked: bool, strong: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(font(BODY, weight=QFont.Weight.DemiBold if strong else QFont.Weight.Normal))
    made.setForeground(theme.tokens.colour("text"))
    if marked:
        made.setBackground(theme.tokens.colour("warning_soft"))
        made.setForeground(theme.tokens.colour("warning"))
        made.setFontUnderline(True)
    return made
