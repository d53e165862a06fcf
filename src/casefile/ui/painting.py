"""What painters need to be right in both directions: layouts mirror by themselves, painters do not.

Text that came from a person or from a date stands between bidi isolates, so that its own direction never turns the
words around it; alignment is given as start and end, never left and right. And what the rows of all lists lie on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from casefile.ui.theme import Tokens

Side = Literal["start", "centre", "end"]

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft


def isolate(text: str) -> str:
    """The text between a first-strong isolate and its end: its direction stays its own."""
    return f"{_ISOLATE}{text}{_END_ISOLATE}" if text else ""


def placed(direction: Qt.LayoutDirection | QWidget, frame: QRect, rect: QRect) -> QRect:
    """Where `rect`, thought of from left to right within `frame`, lies in this direction."""
    from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - its many enums cost more than the unlock window's own

    way = direction.layoutDirection() if isinstance(direction, QWidget) else direction
    return QStyle.visualRect(way, frame, rect)


def aligned(direction: Qt.LayoutDirection, side: Side) -> Qt.AlignmentFlag:
    """A side as an alignment that Qt does not mirror once more, centred from top to bottom."""
    if side == "centre":
        return Qt.AlignmentFlag.AlignCenter
    leftwards = (side == "start") != (direction == _RIGHT_TO_LEFT)
    edge = Qt.AlignmentFlag.AlignLeft if leftwards else Qt.AlignmentFlag.AlignRight
    return edge | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def draw_text(
    painter: QPainter,
    area: QRect,
    text: str,
    *,
    face: QFont,
    ink: QColor,
    direction: Qt.LayoutDirection,
    align: Side = "start",
) -> None:
    """One line of text in an area that is already `placed`, cut with an ellipsis where it is too long."""
    if not text or area.width() <= 0:
        return
    painter.setFont(face)
    painter.setPen(ink)
    painter.setLayoutDirection(direction)
    shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    flags = aligned(direction, align) | Qt.TextFlag.TextSingleLine
    painter.drawText(area, int(flags), isolate(shown))


def text_width(face: QFont, text: str) -> int:
    """How wide a line of text is, in pixels."""
    return QFontMetrics(face).horizontalAdvance(text)


def row_ground(
    painter: QPainter, tokens: Tokens, inner: QRectF, radius: int, *, selected: bool, hovered: bool, focused: bool
) -> None:
    """What a row of a list lies on: tinted if it is selected, shaded under the pointer, ringed by the keyboard."""
    if selected or hovered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("accent_soft" if selected else "background"))
        painter.drawRoundedRect(inner, radius, radius)
    if focused:
        painter.setPen(QPen(tokens.colour("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner, radius, radius)
