"""What sources say of a record, field by field: where they differ, their values stand side by side and one is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.i18n import _, language
from casefile.casework.acts import Act
from casefile.casework.sources import SHOWN, ClaimView, claims_of, contradictions, show_claim
from casefile.casework.titles import field_label
from casefile.casework.vocabulary import vocabulary
from casefile.ui.conflict_reading import claimed, in_words
from casefile.ui.widgets.buttons import LinkButton, button
from casefile.ui.widgets.cards import Card, label
from casefile.ui.widgets.chips import Chip

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader
    from casefile.ui.page import Desk

_SIDE_BY_SIDE = 2


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one source says, in words.

    Attributes:
        view: The claim.
        words: The value, or the words of the source.
    """

    view: ClaimView
    words: str


@dataclass(frozen=True, slots=True)
class FieldClaims:
    """All that is said of one field.

    Attributes:
        label: What the field is called; empty for the record as a whole.
        shown: What stands in the field now, in words.
        differ: Whether sources give different values.
        claims: What each says, what is shown first.
    """

    label: str
    shown: str
    differ: bool
    claims: tuple[Claimed, ...]


def read_claims(reader: Reader, record: RecordId) -> tuple[FieldClaims, ...]:
    """What sources say of a record; the fields of which they differ come first."""
    snapshot = reader.get(record)
    differing = contradictions(reader, record)
    by_field: dict[str, list[Claimed]] = {}
    for one in claims_of(reader, record):
        words = claimed(reader, snapshot, one) if one.field else one.value
        by_field.setdefault(one.field, []).append(Claimed(one, words or one.quote))
    told = [
        FieldClaims(
            field_label(reader, record, field) if field else "",
            in_words(reader, snapshot, field, snapshot.values.get(field)) if field else "",
            field in differing,
            tuple(claims),
        )
        for field, claims in by_field.items()
    ]
    return tuple(sorted(told, key=lambda one: (not one.differ, not one.label)))


class ClaimsCard(Card):
    """The card.

    Args:
        desk: The book and the look.
        fields: What `read_claims` told.
    """

    def __init__(self, desk: Desk, fields: Sequence[FieldClaims]) -> None:
        super().__init__(desk.theme, _("What sources say"), "quote")
        self._desk = desk
        self.body.setSpacing(14)
        for one in fields:
            self.body.addWidget(self._field(one))
        if not fields:
            self.body.addWidget(label(_("No source is noted here yet."), "secondary", wrap=True))

    def _field(self, one: FieldClaims) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(label(one.label or _("Of the record as a whole"), "strong", wrap=True))
        if one.differ:
            head.addWidget(Chip(self._desk.theme, _("sources differ"), "warning", "scale"))
        head.addStretch(1)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        alone = len(one.claims) == 1
        for number, claim in enumerate(one.claims):
            wide = _SIDE_BY_SIDE if alone else 1
            grid.addWidget(self._claim(one, claim), number // _SIDE_BY_SIDE, number % _SIDE_BY_SIDE, 1, wide)
        for at in range(_SIDE_BY_SIDE):
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        return made

    def _claim(self, field: FieldClaims, one: Claimed) -> QWidget:
        view, theme = one.view, self._desk.theme
        box = QFrame()
        box.setObjectName("claim")
        box.setAccessibleName(", ".join(part for part in (field.label, one.words, view.source_title) if part))
        column = QVBoxLayout(box)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(4)
        value = label(one.words, "strong", wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(value)
        if view.source_title:
            opened = partial(self._desk.open, "source", view.source)
            column.addWidget(LinkButton(view.source_title, opened))
        quote = f"“{view.quote}”" if view.quote and view.quote != one.words else ""
        beneath = " · ".join(part for part in (view.locator, quote) if part)
        if beneath:
            column.addWidget(label(beneath, "secondary", wrap=True))
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        if view.stance == SHOWN:
            foot.addWidget(Chip(theme, _("shown in the field"), "good", "circle-check"))
        elif view.stance:
            foot.addWidget(Chip(theme, vocabulary("stance").label(view.stance, language().code)))
        foot.addStretch(1)
        if view.field and view.value and one.words != field.shown and not self._desk.casebook.vault.read_only:
            name = _("Show “{value}” in the field {field}").format(value=one.words, field=field.label)
            foot.addWidget(button(_("Show this value"), partial(self._show_value, view.claim), name=name))
        column.addLayout(foot)
        return box

    def _show_value(self, claim: RecordId) -> None:
        self._desk.attempt(Act.SHOW_CLAIM, lambda writer: show_claim(writer, claim))
