"""Who is named in a dossier, who is not and what they are called, which texts name them, and what was left out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from casefile.base.i18n import N_, _, ngettext
from casefile.casework.catalogue import record_type
from casefile.casework.titles import kind_label, title_of
from casefile.ui.painting import isolate
from casefile.ui.widgets.buttons import LinkButton
from casefile.ui.widgets.cards import Banner, clear, label

if TYPE_CHECKING:
    from casefile.dossier.clearance import Naming
    from casefile.dossier.issue import Told
    from casefile.dossier.mentions import Mention
    from casefile.ui.page import Desk

_WHY = {
    "yes": N_("agreed to it"),
    "public": N_("holds a public office or is a public figure"),
    "subject": N_("the dossier is for this person"),
    "no": N_("refused"),
    "not_asked": N_("was not asked"),
    "no_consent": N_("no consent recorded"),
    "withdrawn": N_("took the consent back"),
    "expired": N_("the consent ran out"),
}
_MANY = 40
"""So many people are listed; of the rest the number is said."""


class NamingPanel(QWidget):
    """The list.

    Args:
        desk: The book, the look, and where links lead.
        links: Whether people and texts can be opened from here.
    """

    def __init__(self, desk: Desk, *, links: bool = True) -> None:
        super().__init__()
        self._desk = desk
        self._links = links
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._shown: tuple[object, ...] | None = None

    def show_told(self, told: Told) -> None:
        """Show what the office is told of a dossier."""
        now = (told.naming, told.mentions, told.withheld, told.uncovered)
        if now == self._shown:
            return
        self._shown = now
        clear(self._column)
        self._add_mentions(told)
        self._add_people(told)
        self._add_withheld(told)
        if told.uncovered:
            self._column.addWidget(
                Banner(
                    self._desk.theme, _("No font has these characters: {which}").format(which=" ".join(told.uncovered))
                )
            )

    def _add_mentions(self, told: Told) -> None:
        if not told.mentions:
            return
        number = len(told.mentions)
        self._column.addWidget(
            Banner(
                self._desk.theme,
                ngettext(
                    "{n} text names somebody who may not be named to this audience. It is left out.",
                    "{n} texts name somebody who may not be named to this audience. They are left out.",
                    number,
                ).format(n=number),
            )
        )
        for one in told.mentions[:_MANY]:
            words = self._mention(one)
            if self._links:
                self._column.addLayout(_line(LinkButton(words, partial(self._desk.edit, one.kind, one.record))))
            else:
                self._column.addWidget(label(words, wrap=True))

    def _mention(self, one: Mention) -> str:
        title = self._desk.read(lambda reader: title_of(reader, one.record))
        field = _(record_type(one.kind).facts[one.field].label)
        return f"{kind_label(one.kind)} {isolate(title)}: {field}"

    def _add_people(self, told: Told) -> None:
        named = [one for one in told.naming if one.named]
        kept = [one for one in told.naming if not one.named]
        for people, heading in (
            (kept, _("Not named to this audience")),
            (named, _("Named")),
        ):
            if not people:
                continue
            self._column.addWidget(label(f"{heading} ({len(people)})", "strong"))
            for one in people[:_MANY]:
                self._column.addWidget(self._person(one))
            if len(people) > _MANY:
                rest = len(people) - _MANY
                self._column.addWidget(
                    label(ngettext("and {n} more", "and {n} more", rest).format(n=rest), "secondary")
                )
        if not told.naming:
            self._column.addWidget(label(_("Nobody with a name is in this dossier."), "secondary", wrap=True))

    def _person(self, one: Naming) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        picture = QLabel()
        picture.setPixmap(
            self._desk.theme.pixmap("circle-check" if one.named else "eye-off", "good" if one.named else "warning", 16)
        )
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        why = _(_WHY.get(one.why, "")) or one.why
        said = why if one.named else _("“{called}”: {why}").format(called=isolate(one.called), why=why)
        name = f"{one.name}, {said}"
        words = QVBoxLayout()
        words.setSpacing(0)
        if self._links:
            words.addLayout(_line(LinkButton(one.name, partial(self._desk.open, "person", one.person), name=name)))
        else:
            who = label(one.name, wrap=True)
            who.setAccessibleName(name)
            words.addWidget(who)
        words.addWidget(label(said, "small", wrap=True))
        row.addLayout(words, 1)
        return made

    def _add_withheld(self, told: Told) -> None:
        if not told.withheld:
            return
        number = sum(one.count for one in told.withheld)
        heading = ngettext("{n} value left out", "{n} values left out", number).format(n=number)
        self._column.addWidget(label(heading, "strong"))
        for one in told.withheld:
            what = f"{one.kind}, {one.field}" if one.field else one.kind
            self._column.addWidget(
                label(f"{what} ({one.count}): {one.why}", "secondary", wrap=True),
            )


def _line(link: LinkButton) -> QHBoxLayout:
    """A link at the start of a line of its own: it is as wide as its words."""
    made = QHBoxLayout()
    made.addWidget(link, 100)
    made.addStretch(1)
    return made
