"""The records of one kind that belong to a record, as a card: each in a few words, with ways to open and to add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from casefile.base.i18n import _
from casefile.casework.catalogue import record_type
from casefile.casework.record import Sensitivity, Shape
from casefile.casework.titles import field_in_words, kind_label, title
from casefile.ui.painting import draw_text, placed, text_width
from casefile.ui.theme import BODY, SMALL, Theme, font
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Card, label

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent

    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader, Snapshot
    from casefile.casework.record import Value
    from casefile.ui.page import Desk, FormRequest

_SHOWN_AT_FIRST = 30
_DETAILS = 4
_LONGEST = 220
_ROW = 48
_LOW_ROW = 36


@dataclass(frozen=True, slots=True)
class Part:
    """One record as the card shows it.

    Attributes:
        record: Its id.
        title: How it is called.
        detail: Its other fields, in words.
        reference: Its short code.
    """

    record: RecordId
    title: str
    detail: str
    reference: str


class PartsCard(Card):
    """A card with the records of one kind; a click or Enter edits one.

    Args:
        desk: The book and the look.
        kind: Kind of the records.
        owner: Id of the record they belong to.
        heading: Of the card; the kind's name if empty.
        icon: Name of its icon.
        link: Name of the link that points to the owner; the kind's own owner link if empty.
        detail: Names of the fields on the second line; the first that are filled in if empty.
        given: Further values that a new record begins with.
        request: How a new record is asked for, where a command of casework does more than add it.
    """

    def __init__(  # noqa: PLR0913 - a card has records, an owner, a look and a way to add
        self,
        desk: Desk,
        kind: str,
        owner: RecordId,
        *,
        heading: str = "",
        icon: str = "",
        link: str = "",
        detail: Sequence[str] = (),
        given: Mapping[str, Value] | None = None,
        request: FormRequest | None = None,
    ) -> None:
        super().__init__(desk.theme, heading or kind_label(kind, many=True), icon)
        self._desk = desk
        self._kind = kind
        field = link or record_type(kind).owner
        self._given: dict[str, Value] = {field: owner, **(given or {})}
        self._request = request
        add = button(
            _("Add"),
            self._add,
            role="quiet",
            icon=desk.theme.icon("plus", "secondary", 16),
            name=_("Add: {kind}").format(kind=kind_label(kind)),
        )
        self.add_to_head(add)
        self.parts = desk.read(lambda reader: parts_of(reader, kind, field, owner, detail))
        if not self.parts:
            self.body.addWidget(label(_("Nothing recorded yet."), "secondary"))
        self.body.setSpacing(2)
        for part in self.parts[:_SHOWN_AT_FIRST]:
            self.body.addWidget(self._row(part))
        if len(self.parts) > _SHOWN_AT_FIRST:
            self._more = button(_("Show all {number}").format(number=len(self.parts)), self._show_rest, role="link")
            self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)

    def _row(self, part: Part) -> PartRow:
        return PartRow(self._desk.theme, part, partial(self._desk.edit, self._kind, part.record))

    def _show_rest(self) -> None:
        self._more.hide()
        for part in self.parts[_SHOWN_AT_FIRST:]:
            self.body.addWidget(self._row(part))

    def _add(self) -> None:
        if self._request is not None:
            self._desk.navigation.open_form.emit(self._request)
        else:
            self._desk.add(self._kind, **self._given)


class PartRow(QPushButton):
    """One record in two lines; a button, so that the keyboard reaches it."""

    def __init__(self, theme: Theme, part: Part, pressed: partial[None]) -> None:
        super().__init__()
        self._theme, self._part = theme, part
        self._hovered = False
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(text for text in (part.title, part.detail, part.reference) if text))
        self.setAccessibleDescription(_("Opens its form"))
        self.setToolTip(part.detail)
        self.clicked.connect(lambda: pressed())  # noqa: PLW0108 - Qt would hand over whether it is checked

    def sizeHint(self) -> QSize:
        """Two lines, or one if there is nothing to say beneath."""
        return QSize(200, _ROW if self._part.detail else _LOW_ROW)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        self._hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show it no longer."""
        self._hovered = False
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the two lines."""
        tokens, area, way = self._theme.tokens, self.rect(), self.layoutDirection()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(area).adjusted(-1, 1, 1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._hovered:
            painter.setBrush(tokens.colour("background"))
            painter.drawRoundedRect(inner.adjusted(1, 0, -1, 0), 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(tokens.colour("accent"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(2, 0, -2, 0), 6, 6)
        small, left, right = font(SMALL), 8, area.width() - 8
        wide = text_width(small, self._part.reference) + 2
        top = 4 if self._part.detail else (area.height() - 22) // 2
        code = placed(way, area, QRect(right - wide, top, wide, 22))
        draw_text(
            painter,
            code,
            self._part.reference,
            face=small,
            ink=tokens.colour("tertiary"),
            direction=way,
            align="end",
        )
        name = placed(way, area, QRect(left, top, right - wide - 12 - left, 22))
        draw_text(painter, name, self._part.title, face=font(BODY), ink=tokens.colour("text"), direction=way)
        detail = placed(way, area, QRect(left, 24, right - left, 20))
        draw_text(painter, detail, self._part.detail, face=small, ink=tokens.colour("secondary"), direction=way)
        painter.end()


def parts_of(reader: Reader, kind: str, link: str, owner: RecordId, detail: Sequence[str] = ()) -> list[Part]:
    """The records of a kind whose link points to `owner`, in a few words; sensitive fields stay out."""
    equal: dict[str, Any] = {link: owner}
    return [
        Part(one.id, title(reader, one), in_few_words(reader, one, detail, link), one.text("reference"))
        for one in reader.of(kind, **equal)
    ]


def in_few_words(reader: Reader, one: Snapshot, fields: Sequence[str] = (), link: str = "") -> str:
    """The fields of a record that are not in its title, in one line: those named, or the first that are filled in."""
    made = record_type(one.kind)
    said: list[str] = []
    for name in fields or [*(name for name in made.facts if name != "note"), "note"]:
        facts = made.facts[name]
        if not fields and (name in made.kind.title or name in {"reference", "archived", link} or facts.owner):
            continue
        if facts.sensitivity is Sensitivity.SENSITIVE or one.values[name] == facts.default:
            continue
        words = " ".join(field_in_words(reader, one, name).split())
        if words:
            bare = fields or facts.shape in {Shape.PROSE, Shape.DATE} or facts.shape is Shape.LINK
            said.append(words if bare else f"{_(facts.label)}: {words}")
        if len(said) == _DETAILS and not fields:
            break
    text = " · ".join(said)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
