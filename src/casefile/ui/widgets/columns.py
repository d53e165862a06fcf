"""Two columns of cards, side by side where there is room and beneath each other where there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

_WIDE = 700
"""Pixels from which two columns stand side by side."""
_GAP = 16


class TwoColumns(QWidget):
    """A wide column and a narrow one.

    Args:
        wide: Beneath each other in the first.
        narrow: In the second, or beneath the first.
    """

    def __init__(self, wide: Sequence[QWidget], narrow: Sequence[QWidget]) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        for widgets, share in ((wide, 3), (narrow, 2)):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(_GAP)
            for one in widgets:
                column.addWidget(one)
            column.addStretch(1)
            self._row.addWidget(holder, share)

    def side_by_side(self) -> bool:
        """Whether there is room for both."""
        return self._row.direction() == QBoxLayout.Direction.LeftToRight

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way."""
        wide = event.size().width() >= _WIDE
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)
