"""When a consent is gone: the letters that left the house with this person in them, since none can be called back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from casefile.base.dates import say_date
from casefile.base.i18n import _, language, ngettext
from casefile.casework.vocabulary import vocabulary
from casefile.dossier.mentions import SentLetter, letters_with
from casefile.ui.widgets.buttons import LinkButton
from casefile.ui.widgets.cards import label

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.ui.page import Desk


def sent_letters(desk: Desk, person: RecordId, *, withdrawn: bool) -> QFrame | None:
    """A banner with the letters; None if no letter printed this person's record.

    Args:
        desk: The book, the look, and where links lead.
        person: Whose consent is gone.
        withdrawn: Whether it was taken back; otherwise it ran out.
    """
    today = desk.today()
    letters = [one for one in desk.read(lambda reader: letters_with(reader, person, today)) if not one.allowed]
    if not letters:
        return None
    number = len(letters)
    if withdrawn:
        said = ngettext(
            "Consent was taken back. {n} letter already sent holds this person, by name or under a pseudonym:",
            "Consent was taken back. {n} letters already sent hold this person, by name or under a pseudonym:",
            number,
        )
    else:
        said = ngettext(
            "Consent ran out. {n} letter already sent holds this person, by name or under a pseudonym:",
            "Consent ran out. {n} letters already sent hold this person, by name or under a pseudonym:",
            number,
        )
    made = QFrame()
    made.setObjectName("banner_warning")
    row = QHBoxLayout(made)
    row.setContentsMargins(16, 12, 16, 12)
    row.setSpacing(12)
    column = QVBoxLayout()
    column.setSpacing(4)
    head = QHBoxLayout()
    head.setSpacing(12)
    picture = QLabel()
    picture.setPixmap(desk.theme.pixmap("triangle-alert", "warning"))
    head.addWidget(picture)
    head.addWidget(label(said.format(n=number), wrap=True), 1)
    column.addLayout(head)
    for one in letters:
        column.addWidget(LinkButton(_line(one), partial(desk.open, "letter", one.letter)))
    row.addLayout(column, 1)
    made.setAccessibleName(said.format(n=number))
    return made


def _line(one: SentLetter) -> str:
    code = language().code
    audience = vocabulary("audience").label(one.audience, code) if one.audience else ""
    parts = (say_date(one.dated, code) if one.dated else _("no date"), one.addressee, audience, one.title)
    return " · ".join(part for part in parts if part)
