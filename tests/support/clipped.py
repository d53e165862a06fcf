"""What of a window's words is cut off: labels, buttons, tabs and hints whose text has less room than it needs."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionFrame,
    QTabBar,
    QToolButton,
    QWidget,
)

_ROUNDING = 2
"""Pixels that a layout may round away."""
_ICON = 22
"""Pixels that a picture within a field takes, and what keeps it from the words."""


def clipped(window: QWidget) -> list[str]:
    """Say for each visible word of the app that is cut off what it is and by how much.

    What scrolls into view is whole; what is shortened on purpose with dots by a painter is not looked at.
    """
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.width() and widget.height():
            found += [f"{type(widget).__name__} {text!r}: {what}" for text, what in _of(widget)]
    return found


def _of(widget: QWidget) -> Iterator[tuple[str, str]]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QPushButton | QToolButton | QCheckBox | QRadioButton):
        yield from _button(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QLineEdit) and widget.placeholderText() and not widget.text():
        yield from _hint(widget)
    elif isinstance(widget, QComboBox):
        yield from _combo(widget)


def _label(label: QLabel) -> Iterator[tuple[str, str]]:
    text = label.text()
    if not text or not label.pixmap().isNull():
        return
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + _ROUNDING:
            yield text, f"{needed} pixels high, {label.height()} shown"
        widest = max(_advance(label, word) for word in _plain(text).split() or [""])
        if widest > room.width() + _ROUNDING:
            yield text, f"a word {widest} pixels wide, {room.width()} shown"
    else:
        needed = max(_advance(label, line) for line in _plain(text).splitlines() or [""])
        if needed > room.width() + _ROUNDING:
            yield text, f"{needed} pixels wide, {room.width()} shown"
    yield from _outside(label, text)


def _button(button: QAbstractButton) -> Iterator[tuple[str, str]]:
    text = button.text()
    if isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return
    if not text:
        return
    lines = text.splitlines()
    needed = max(_advance(button, line.replace("&&", "\0").replace("&", "").replace("\0", "&")) for line in lines)
    if not button.icon().isNull():
        needed += button.iconSize().width()
    if needed > button.width() + _ROUNDING:
        yield text, f"{needed} pixels wide, {button.width()} shown"
    elif button.minimumSizeHint().height() > button.height() + _ROUNDING:
        yield text, f"{button.minimumSizeHint().height()} pixels high, {button.height()} shown"
    yield from _outside(button, text)


def _tabs(bar: QTabBar) -> Iterator[tuple[str, str]]:
    for index in range(bar.count()):
        needed = _advance(bar, bar.tabText(index))
        if bar.isTabVisible(index) and needed > bar.tabRect(index).width() + _ROUNDING:
            yield bar.tabText(index), f"{needed} pixels wide, {bar.tabRect(index).width()} shown"


def _hint(line: QLineEdit) -> Iterator[tuple[str, str]]:
    asked = QStyleOptionFrame()
    line.initStyleOption(asked)
    room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, asked, line)
    # Pictures and the cross that empties the field stand inside it; the cross only where there are words.
    inside = sum(_ICON for action in line.findChildren(QAction) if action.isVisible() and action.parent() is line)
    needed = _advance(line, line.placeholderText())
    if needed > room.width() - inside + _ROUNDING:
        yield line.placeholderText(), f"{needed} pixels wide, {room.width() - inside} shown"


def _combo(combo: QComboBox) -> Iterator[tuple[str, str]]:
    if combo.toolTip() == combo.currentText():
        return
    needed = _advance(combo, combo.currentText())
    if needed > combo.contentsRect().width() + _ROUNDING:
        yield combo.currentText(), f"{needed} pixels wide, {combo.contentsRect().width()} shown"


def _outside(widget: QWidget, text: str) -> Iterator[tuple[str, str]]:
    """Whether a parent that does not scroll cuts the widget off."""
    inner = widget
    while not inner.isWindow() and (parent := inner.parentWidget()) is not None:
        frame = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
        holder = parent.parentWidget()
        if isinstance(holder, QAbstractScrollArea) and holder.viewport() is parent:
            never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if holder.horizontalScrollBarPolicy() == never and _beyond(frame, parent) > _ROUNDING:
                yield text, f"{_beyond(frame, parent)} pixels beyond what scrolls up and down only"
            return
        if _beyond(frame, parent) > _ROUNDING:
            yield text, f"{_beyond(frame, parent)} pixels beyond the edge of {type(parent).__name__}"
            return
        if frame.bottom() > parent.height() + _ROUNDING:
            yield text, f"{frame.bottom() - parent.height()} pixels below the end of {type(parent).__name__}"
            return
        inner = parent


def _beyond(frame: QRect, parent: QWidget) -> int:
    return max(-frame.left(), frame.right() + 1 - parent.width())


def _advance(widget: QWidget, text: str) -> int:
    return QFontMetrics(widget.font()).horizontalAdvance(text)


def _plain(text: str) -> str:
    if "<" not in text:
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()
