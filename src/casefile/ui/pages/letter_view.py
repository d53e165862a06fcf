"""One letter that left the house: to whom, when an answer is owed, what came back, who is in it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.dates import read_date, say_date
from casefile.base.i18n import N_, _, language, ngettext
from casefile.casework.letters import LetterLine, LetterState, letter_lines, printed_in
from casefile.casework.titles import title_of
from casefile.casework.vocabulary import vocabulary
from casefile.dossier import signing
from casefile.ui.fields_card import FieldsCard
from casefile.ui.page import FormRequest
from casefile.ui.pages.list_page import ChosenView
from casefile.ui.pages.tabbed_view import header
from casefile.ui.parts_card import PartsCard
from casefile.ui.record_history import RecordHistory
from casefile.ui.widgets.buttons import LinkButton, button
from casefile.ui.widgets.cards import Banner, Card, column_of, label, scrolled
from casefile.ui.widgets.chips import Chip, Tone

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Snapshot
    from casefile.ui.page import Desk

STATES: dict[LetterState, tuple[str, Tone, str]] = {
    LetterState.OVERDUE: (N_("Reply overdue"), "danger", "triangle-alert"),
    LetterState.WAITING: (N_("Waiting for a reply"), "accent", "clock"),
    LetterState.ANSWERED: (N_("Answered"), "good", "circle-check"),
    LetterState.SENT: (N_("No reply owed"), "plain", ""),
}
"""Word, tone and icon of each state."""
_HIDDEN = ("printed", "title", "about")
_PEOPLE = 30
_VERDICTS: dict[signing.Verdict, tuple[str, Tone]] = {
    signing.Verdict.GENUINE: (N_("This is the file that was made, and its signature is good."), "good"),
    signing.Verdict.UNSIGNED: (N_("This is the file that was made. Nobody signed for it."), "good"),
    signing.Verdict.CHANGED: (N_("This is not the file that was made."), "danger"),
    signing.Verdict.FORGED: (N_("The signature does not belong to this file."), "danger"),
    signing.Verdict.NO_MANIFEST: (N_("There is no manifest beside it, so it cannot be checked."), "warning"),
}
_SAME = N_("This is the file of this letter; there is no manifest beside it.")
_OTHER = N_("This file is not the one of this letter.")


class LetterView(ChosenView):
    """The page of one letter.

    Args:
        desk: The book and the look.
        record: The letter.
    """

    def __init__(self, desk: Desk, record: RecordId) -> None:
        super().__init__()
        self._desk = desk
        self.record = record
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._inner: list[QWidget] = []
        self.refresh()

    def refresh(self) -> None:
        """Read everything anew."""
        for widget in self._inner:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        letter, line, people = self._desk.read(self._read)
        self._letter = letter
        body = column_of(
            *self._overdue(line),
            FieldsCard(self._desk, letter, heading=_("Letter"), icon="file-text", skip=_HIDDEN),
            PartsCard(self._desk, "reply", self.record, icon="quote", request=self._reply()),
            self._people(people),
            RecordHistory(self._desk, self.record),
        )
        self._inner = [self._head(letter, line), scrolled(body)]
        for widget in self._inner:
            self._column.addWidget(widget)

    def _read(self, reader: Reader) -> tuple[Snapshot, LetterLine | None, list[tuple[RecordId, str]]]:
        letter = reader.get(self.record)
        line = next((one for one in letter_lines(reader) if one.id == self.record), None)
        ids = [one.record for one in printed_in(letter) if one.kind == "person"]
        people = [(one, title_of(reader, one)) for one in ids if reader.find(one) is not None]
        return letter, line, sorted(people, key=lambda one: one[1])

    def _head(self, letter: Snapshot, line: LetterLine | None) -> QWidget:
        beneath: list[QWidget] = []
        about = letter.link("about")
        if about:
            kind, title = self._desk.read(lambda reader: (reader.kind_of(about), title_of(reader, about)))
            if title:
                named = _("About: {what}").format(what=title)
                beneath.append(LinkButton(named, partial(self._desk.open, kind, about)))
        icon = self._desk.theme.icon("plus", "on_accent", 16)
        actions = (
            button(_("Check a file…"), self.check_file),
            button(_("Record a reply"), self.record_reply, role="primary", icon=icon),
        )
        return header(letter.text("title"), self._chips(letter, line), actions, beneath=beneath)

    def _chips(self, letter: Snapshot, line: LetterLine | None) -> list[QWidget]:
        theme, code = self._desk.theme, language().code
        made: list[QWidget] = []
        if letter.archived:
            made.append(Chip(theme, _("put aside"), "warning", "info"))
        if line is not None:
            words, tone, icon = STATES[line.state(self._desk.today())]
            made.append(Chip(theme, _(words), tone, icon))
        if letter.text("date"):
            made.append(Chip(theme, say_date(letter.text("date"), code), "plain", "calendar-days"))
        if letter.text("audience"):
            audience = vocabulary("audience").label(letter.text("audience"), code)
            made.append(Chip(theme, _("For: {audience}").format(audience=audience), "plain", "users"))
        if letter.text("language"):
            made.append(Chip(theme, vocabulary("language").label(letter.text("language"), code)))
        return made

    def _overdue(self, line: LetterLine | None) -> list[QWidget]:
        if line is None or line.state(self._desk.today()) is not LetterState.OVERDUE:
            return []
        days = days_over(line.reply_due, self._desk.today())
        said = ngettext(
            "An answer was due on {date}: {n} day ago.", "An answer was due on {date}: {n} days ago.", days
        ).format(date=say_date(line.reply_due, language().code), n=days)
        return [Banner(self._desk.theme, said, "danger", button=_("Record a reply"), pressed=self.record_reply)]

    def _people(self, people: list[tuple[RecordId, str]]) -> QWidget:
        card = Card(self._desk.theme, _("People in it, by name or under a pseudonym"), "users")
        if not people:
            card.body.addWidget(label(_("Nobody, as far as the letter says."), "secondary"))
        for person, name in people[:_PEOPLE]:
            card.body.addWidget(LinkButton(name, partial(self._desk.open, "person", person)))
        if len(people) > _PEOPLE:
            rest = len(people) - _PEOPLE
            card.body.addWidget(label(ngettext("and {n} more", "and {n} more", rest).format(n=rest), "secondary"))
        return card

    def _reply(self) -> FormRequest:
        return FormRequest("reply", given={"letter": self.record, "received_on": self._desk.today().isoformat()})

    def record_reply(self) -> None:
        """Open the form for an answer that came today."""
        self._desk.navigation.open_form.emit(self._reply())

    def check_file(self) -> None:
        """Ask for a PDF, and say whether it is the one that was made."""
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Check a file"), str(Path.home()), _("PDF files") + " (*.pdf)"
        )
        if chosen:
            self._desk.messages.say(self.verdict_on(Path(chosen)))

    def verdict_on(self, path: Path) -> str:
        """Whether a file is the one of this letter, in a sentence."""
        try:
            report = signing.verify(path)
        except OSError as problem:
            return _("The file cannot be read: {why}").format(why=problem.strerror or type(problem).__name__)
        own = self._letter.text("sha256")
        if own and report.sha256 != own:
            return _(_OTHER)
        if report.verdict is signing.Verdict.NO_MANIFEST and own:
            return _(_SAME)
        return _(_VERDICTS[report.verdict][0])


def days_over(edtf: str, today: dt.date) -> int:
    """Days since the last day that a date may mean; 0 if it is not over."""
    last = read_date(edtf).latest if edtf else None
    return max((today - last.date()).days, 0) if last is not None else 0
