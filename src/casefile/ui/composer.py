"""The composer: a dossier is chosen and written on one side, and its pages follow on the other.

The pages are drawn beside the window from what is in the records and what was typed, and are only ever in memory. What
the engine will not draw is said in its place; a drawn dossier is checked as the finished file will be, a moment later.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from casefile.base.errors import CasefileError, UserError
from casefile.base.i18n import _, language, ngettext
from casefile.dossier.completeness import share
from casefile.dossier.issue import Options
from casefile.ui.composer_draft import draft_of, show_draft
from casefile.ui.dossier_choice import DossierChoice, DossierDetails
from casefile.ui.dossier_request import DossierRequest, checked, drawn
from casefile.ui.drafts import DraftKeeper
from casefile.ui.each_strip import EachStrip
from casefile.ui.export_dossier import ExportDialog
from casefile.ui.export_each import EachDialog
from casefile.ui.gap_mending import mend
from casefile.ui.letter_text import LetterText
from casefile.ui.messages import field_reasons
from casefile.ui.naming_panel import NamingPanel
from casefile.ui.widgets.buttons import button, icon_button
from casefile.ui.widgets.cards import Banner, column_of, empty_state, label, rule, scrolled
from casefile.ui.widgets.completeness_meter import CompletenessMeter, MeterLine
from casefile.ui.widgets.pdf_preview import PdfPreview
from casefile.ui.widgets.tabs import TabStrip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefile.base.clock import RecordId
    from casefile.dossier.completeness import Gap
    from casefile.dossier.issue import Draft
    from casefile.store.changes import ChangeSet
    from casefile.ui.drafts import Kept
    from casefile.ui.jobs import Job
    from casefile.ui.page import Desk

PAUSE_MS = 150
"""A pause in typing after which the pages are drawn anew."""
FIRST_MS = 20
"""The same where nothing is being drawn: the first letter after a rest does not wait for more."""
CALM_MS = 500
"""So long after the last change the drawn file is checked: the check would slow the next pages down."""
_SIDE = 408
_NARROW_SIDE = 330
_NARROW_BELOW = 1020
_MARGIN = 20


class Composer(QWidget):
    """Where one dossier is made.

    Args:
        desk: The book, the look and the frame.

    Signals:
        left: Somebody wants back to the letters.
        made: Id of the letter, once its files are written.
        made_each: One was made for each of several, and the account was read.
    """

    left = Signal()
    made = Signal(object)
    made_each = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft: Draft | None = None
        self._gaps: list[tuple[Gap, ...]] = []
        self._drawing: Job | None = None
        self._checking: Job | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.draw)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._check)
        self.choice = DossierChoice(desk)
        self.details = DossierDetails(desk)
        self.text = LetterText(desk.theme)
        self.meter = CompletenessMeter(desk.theme)
        self.naming = NamingPanel(desk)
        self.preview = PdfPreview(desk.theme, _("Preview of the dossier"))
        self.each = EachStrip(desk.theme)
        self.each.turned.connect(self._show_one)
        self.tabs = TabStrip()
        self.state = label("", "small")
        self._page = label("", "small")
        self.make_button = button(
            _("Make the PDF…"), self.export, role="primary", icon=desk.theme.icon("file-text", "on_accent", 16)
        )
        self._build()
        self.choice.edited.connect(self._chosen)
        self.details.edited.connect(self._touched)
        self.text.edited.connect(self._touched)
        self._keeper = DraftKeeper(desk, partial(draft_of, self.choice, self.text), self)
        self.text.edited.connect(self._keeper.touched)
        self.meter.mend.connect(self._mend)
        self.preview.turned.connect(self._say_page)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.export, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._chosen()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(rule())
        column.addWidget(self.each)
        row = QHBoxLayout()
        row.setSpacing(0)
        self._side = self._made_side()
        row.addWidget(self._side)
        row.addWidget(rule(upright=True))
        row.addWidget(self._made_preview(), 1)
        column.addLayout(row, 1)

    def _head(self) -> QWidget:
        head = _surface()
        row = QHBoxLayout(head)
        row.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        row.setSpacing(12)
        row.addWidget(label(_("New dossier"), "title"), 1)
        row.addWidget(button(_("Back to the letters"), self.left.emit))
        self.make_button.setToolTip("Ctrl+Enter")
        row.addWidget(self.make_button)
        return head

    def _made_side(self) -> QWidget:
        side = _surface()
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        top = QWidget()
        inner = QVBoxLayout(top)
        inner.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        inner.addWidget(self.choice)
        column.addWidget(top)
        for problem in self.choice.unusable:
            inner.addWidget(Banner(self._desk.theme, problem))
        self.tabs.setAccessibleName(_("Parts of the composer"))
        self._pages = QStackedWidget()
        text = QWidget()
        texts = QVBoxLayout(text)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(16)
        texts.addWidget(self.text)
        texts.addWidget(self.details)
        margins = (_MARGIN, 12, _MARGIN, 16)
        for widget in (text, self.meter, self.naming):
            body = column_of(widget, margins=margins)
            area = scrolled(body)
            body.setObjectName("surface")
            self._pages.addWidget(area)
        for _number in range(3):
            self.tabs.addTab("")
        self._name_tabs()
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        shelf = QHBoxLayout()
        shelf.setContentsMargins(_MARGIN - 11, 0, _MARGIN - 11, 0)
        shelf.addWidget(self.tabs)
        column.addLayout(shelf)
        column.addWidget(rule())
        column.addWidget(self._pages, 1)
        return side

    def _made_preview(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._shown = QStackedWidget()
        self._shown.addWidget(self.preview)
        column.addWidget(self._shown, 1)
        column.addWidget(rule())
        foot = _surface()
        row = QHBoxLayout(foot)
        row.setContentsMargins(_MARGIN, 4, 12, 4)
        row.setSpacing(4)
        row.addWidget(self.state, 1)
        row.addWidget(self._page)
        theme = self._desk.theme
        row.addWidget(icon_button(theme, "zoom-out", _("Smaller"), partial(self.preview.zoom, -1)))
        row.addWidget(icon_button(theme, "maximize-2", _("Fit the width"), partial(self.preview.zoom, 0)))
        row.addWidget(icon_button(theme, "zoom-in", _("Larger"), partial(self.preview.zoom, 1)))
        column.addWidget(foot)
        return made

    def compose_about(self, records: Sequence[RecordId]) -> None:
        """Begin with some records."""
        if records:
            self.each.end()
            self.choice.show_about(records)
        self.choice.about.setFocus(Qt.FocusReason.OtherFocusReason)

    def compose_each(self, records: Sequence[RecordId]) -> None:
        """Begin one for each of several records; the first of them is shown."""
        self.choice.show_about(records[:1])
        self.each.begin(records)
        self.choice.about.setFocus(Qt.FocusReason.OtherFocusReason)

    def resume(self, one: Kept) -> None:
        """Go on with a dossier that was half written."""
        self._keeper.go_on(one)
        show_draft(one.draft, self.choice, self.text)

    def request(self) -> DossierRequest | None:
        """What is wanted; None while it is not known about whom, or a date cannot be read."""
        chosen, dates = self.choice.chosen(), self.details.dates()
        if chosen is None or dates is None or not self.choice.about.records():
            return None
        dated, since, until = dates
        return DossierRequest(
            template=chosen.name,
            about=self.choice.about.records(),
            audience=self.choice.audience_code,
            language=self.choice.language_code,
            options=Options(
                dated=dated,
                issuer=self.details.issuer.record(),
                paper=self.details.paper_size(),
                letter=self.text.letter(),
                since=since,
                until=until,
                own=self.choice.own,
                without=self.text.without(),
                texts=self.text.texts(),
                told_in=language().code,
            ),
        )

    def changed(self, _changes: ChangeSet) -> None:
        """The records changed: so may the dossier."""
        self.choice.about.refresh()
        self._touched()

    def draw(self) -> None:
        """Draw the pages anew, beside the window; what was asked for before is not shown any more."""
        self._pause.stop()
        self._stop()
        wanted = self.request()
        if wanted is None:
            self._show_nothing()
            return
        self.state.setText(_("Being drawn…"))
        work = partial(drawn, self._desk.casebook, wanted, self._desk.today())
        self._drawing = self._desk.jobs.run(work, self._show, self._refused, owner=self, beside=True)

    def export(self) -> None:
        """Say what is in it and what is not, and make the file (Ctrl+Enter)."""
        wanted = self.request()
        if wanted is None or self._draft is None or not self.make_button.isEnabled():
            return
        if self._pause.isActive() or self._drawing is not None:
            # What is shown there must be what was typed last.
            self.draw()
            self._desk.messages.say(_("The pages are still being drawn. Try again in a moment."))
            return
        if self.each.records:
            batch = EachDialog(self._desk, wanted, self.each.records, self)
            batch.finished.connect(partial(self._each_told, batch))
            batch.open()
            return
        dialog = ExportDialog(self._desk, wanted, self._draft, self)
        dialog.made.connect(self._made)
        dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves more room to the pages."""
        self._side.setFixedWidth(_NARROW_SIDE if self.width() < _NARROW_BELOW else _SIDE)
        super().resizeEvent(event)

    def _show_one(self, record: RecordId) -> None:
        self.choice.show_about([record])

    def _each_told(self, dialog: EachDialog, _result: int) -> None:
        if dialog.account is not None and dialog.account.made:
            self._keeper.done()
            self.made_each.emit()

    def _chosen(self) -> None:
        shown = self.each.shown()
        if shown is not None and self.choice.about.records() != (shown,):
            # Somebody said anew whom it is about.
            self.each.end()
        chosen = self.choice.chosen()
        if chosen is not None:
            self.text.show_template(chosen, self.choice.language_code)
            self.details.show_template(chosen)
        self._touched()

    def _touched(self) -> None:
        self._calm.stop()
        rested = self._drawing is None and not self._pause.isActive()
        self._pause.start(FIRST_MS if rested else PAUSE_MS)

    def _stop(self) -> None:
        self._calm.stop()
        for job in (self._drawing, self._checking):
            if job is not None:
                job.cancel()
        self._drawing = self._checking = None

    def _show(self, draft: Draft) -> None:
        self._drawing = None
        self._draft = draft
        self.text.say({})
        if not self.preview.show_pdf(draft.preview):
            self._say_instead(_("The pages cannot be shown"), _("The finished file may still be made."))
        else:
            self._turn_to(self.preview)
        self._show_gaps(draft)
        self.naming.show_told(draft)
        self._name_tabs(draft)
        self.state.setText(_("Drawn; not checked yet"))
        self.make_button.setEnabled(True)
        self._calm.start()

    def _check(self) -> None:
        if self._draft is not None:
            work = partial(checked, self._draft)
            self._checking = self._desk.jobs.run(work, self._passed, self._leaked, owner=self, beside=True)

    def _passed(self, _good: bool) -> None:  # noqa: FBT001 - a job hands over its result
        self._checking = None
        self.state.setText(_("Checked: nothing that may not be printed was found"))

    def _leaked(self, error: BaseException) -> None:
        self._checking = None
        if not isinstance(error, CasefileError):
            self._desk.messages.fail(error)
            return
        self.make_button.setEnabled(False)
        self.state.setText(_("This file would be refused"))
        self._say_instead(_("This file would be refused"), str(error))

    def _refused(self, error: BaseException) -> None:
        self._drawing = None
        self._forget()
        if not isinstance(error, CasefileError):
            self._desk.messages.fail(error)
        reasons = field_reasons(error) if isinstance(error, UserError) else {}
        self.text.say(reasons)
        self.state.setText(_("Not drawn"))
        said = str(error) if isinstance(error, CasefileError) else _("Something went wrong in casefile")
        self._say_instead(_("This dossier cannot be made so"), said)

    def _show_nothing(self) -> None:
        self._forget()
        self.state.setText("")
        if self.choice.about.records():
            self._say_instead(_("Not drawn"), _("Please look at the fields on the side: one of them cannot be read."))
            return
        self._say_instead(
            _("About whom?"),
            _("Choose a person or an event on the side. The pages appear here while you choose and write."),
            icon="file-text",
        )

    def _forget(self) -> None:
        """Nothing of what was drawn before stays: it is not what is wanted."""
        self._draft = None
        self._gaps = []
        self._name_tabs()
        self.preview.clear()
        self.make_button.setEnabled(False)

    def _say_instead(self, heading: str, text: str, icon: str = "ban") -> None:
        said = empty_state(self._desk.theme, icon, heading, text)
        self._shown.addWidget(said)
        self._turn_to(said)

    def _turn_to(self, widget: QWidget) -> None:
        old = self._shown.currentWidget()
        self._shown.setCurrentWidget(widget)
        if old is not None and old is not widget and old is not self.preview:
            self._shown.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _show_gaps(self, draft: Draft) -> None:
        if draft.asked:
            self._gaps = [one.gaps for one in draft.asked]
            lines = [
                MeterLine(one.section, one.question, str(one.answer), tuple(gap.label for gap in one.gaps))
                for one in draft.asked
            ]
            self.meter.show_lines(lines, share(draft.asked))
            return
        self._gaps = [(gap,) for gap in draft.lacking]
        number = len(self._gaps)
        said = (
            ngettext("{n} thing is missing", "{n} things are missing", number).format(n=number)
            if number
            else _("Everything that this dossier asks for is on record.")
        )
        lines = [MeterLine("", gap.label, "none", (_("Fill in"),)) for gap in draft.lacking]
        self.meter.show_lines(lines, None, said)

    def _made(self, letter: RecordId) -> None:
        self._keeper.done()
        self.made.emit(letter)

    def _mend(self, line: int, gap: int) -> None:
        if self._draft is not None:
            mend(self._desk, self._gaps[line][gap], self._draft.about)

    def _name_tabs(self, draft: Draft | None = None) -> None:
        missing = self.meter.missing if draft else 0
        kept = sum(not one.named for one in draft.naming) + len(draft.mentions) if draft else 0
        names = (
            _("Text"),
            _("Missing") if not missing else _("Missing ({n})").format(n=missing),
            _("Names") if not kept else _("Names ({n})").format(n=kept),
        )
        for number, name in enumerate(names):
            self.tabs.setTabText(number, name)

    def _say_page(self, page: int, of: int) -> None:
        self._page.setText(_("Page {n} of {all}").format(n=page, all=of) if of else "")


def _surface() -> QWidget:
    made = QWidget()
    made.setObjectName("surface")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made
