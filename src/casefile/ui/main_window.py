"""The frame: rail, pages, status line, shortcuts. It opens what pages ask for; it knows no subject itself.

One main window stands for one opening of a vault. `put_away` ends it: what is half typed is kept in the vault, the work
under way is stopped, and nothing here holds the book any longer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWhatsThis,
    QWidget,
)

from casefile.base.clock import RecordId
from casefile.base.errors import CasefileError
from casefile.base.i18n import _
from casefile.casework.catalogue import record_type, record_types
from casefile.casework.titles import kind_label
from casefile.store.changes import ChangeSet, UndoReport
from casefile.ui import composer_draft, drafts
from casefile.ui.finder import Command, Finder
from casefile.ui.folder_watch import FolderWatch
from casefile.ui.idle import IdleLock
from casefile.ui.list_pane import ListPane
from casefile.ui.messages import Messages, sentence
from casefile.ui.page import Desk, FormRequest, Navigation, Page, PageEntry
from casefile.ui.paste_names import PasteNames
from casefile.ui.quick_add import QuickAdd, QuickForm, known_entry, resumed
from casefile.ui.quick_entries import ENTRIES, entry_named
from casefile.ui.rail import Rail
from casefile.ui.record_form import RecordForm
from casefile.ui.record_table import RecordList
from casefile.ui.saved_views import View, saved_views
from casefile.ui.status_line import StatusLine
from casefile.ui.vault_opening import forget_sources

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from casefile.base.clock import Clock
    from casefile.casework.book import Reader
    from casefile.store.casebook import Casebook
    from casefile.ui.jobs import Jobs
    from casefile.ui.theme import Theme

_DOSSIERS = "dossiers"
"""Name of the page where dossiers are made."""
_EXCHANGE = "exchange"
"""Name of the page where bundles are sent and received."""
_NARROW_BELOW = 1180
_DEEPEST = 6
"""Steps from a part to the record of its own: the case file has three."""


class MainWindow(QWidget):
    """Everything that is seen of an open vault.

    Args:
        casebook: The open book; stays the caller's to close.
        clock: Time.
        theme: Colours and icons.
        jobs: Work beside the main thread; closed by `put_away`.
        entries: The pages, the first of them shown.
        lock_minutes: Minutes of rest after which the vault is locked.

    Signals:
        lock_wanted: The vault should be locked, by hand or after a rest.
        preferences_changed: Language, theme or locking was chosen anew.
    """

    lock_wanted = Signal()
    preferences_changed = Signal()
    _written = Signal(object)

    def __init__(
        self,
        casebook: Casebook,
        clock: Clock,
        theme: Theme,
        jobs: Jobs,
        entries: Sequence[PageEntry],
        *,
        lock_minutes: int = 10,
    ) -> None:
        super().__init__()
        self._entries = {entry.name: entry for entry in entries}
        self._pages: dict[str, Page] = {}
        self._waiting: dict[str, ChangeSet] = {}
        self._forms: list[RecordForm] = []
        navigation = Navigation(self)
        self.messages = Messages(self, self.undo, casebook.act)
        self.desk = Desk(casebook, clock, jobs, theme, self.messages, navigation)
        self._rail = Rail(theme, entries)
        self._stack = QStackedWidget()
        self._status = StatusLine(read_only=casebook.vault.read_only)
        self._build()
        self._rail.picked.connect(self.show_page)
        self._rail.lock_wanted.connect(self.lock_wanted)
        navigation.open_record.connect(self.open_record)
        navigation.open_form.connect(self.open_form)
        navigation.open_page.connect(self.show_page)
        navigation.make_dossier.connect(self.make_dossier)
        navigation.make_dossiers.connect(self.make_dossiers)
        navigation.send_records.connect(self.send_records)
        navigation.take_in.connect(self.take_in)
        navigation.quick_add.connect(self.quick_add)
        navigation.open_draft.connect(self.open_draft)
        navigation.undo.connect(lambda act: self.undo(act or None))
        navigation.lock.connect(self.lock_wanted)
        navigation.preferences_changed.connect(self.preferences_changed)
        # Whatever thread wrote, pages hear of it in this one.
        self._written.connect(self._changed)
        self._unsubscribe = casebook.subscribe(self._written.emit)
        self._idle = IdleLock(clock, lock_minutes, self)
        self._idle.left.connect(self._status.show_locks_in)
        self._idle.due.connect(self.lock_wanted)
        self._idle.look()
        self._folder_watch = FolderWatch(self.desk, self)
        self._add_shortcuts()
        self._copied = False
        QGuiApplication.clipboard().dataChanged.connect(self._copied_something)
        if entries:
            self.show_page(entries[0].name)
        self._offer_drafts()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self._status)
        row.addLayout(column, 1)

    def _add_shortcuts(self) -> None:
        for keys, run in (
            ("Ctrl+K", self.find_anything),
            ("Ctrl+F", lambda: self._with_page(lambda page: page.focus_search())),
            ("Ctrl+N", self.quick_add),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+L", self.lock_wanted.emit),
            ("F1", self.help),
        ):
            QShortcut(QKeySequence(keys), self, run)
        for number, entry in enumerate(self._entries.values(), start=1):
            if number <= 9:  # noqa: PLR2004 - there are nine digits to press
                QShortcut(QKeySequence(f"Alt+{number}"), self, partial(self.show_page, entry.name))

    def show_page(self, name: str) -> None:
        """Show a page by its name; it is made when it is first shown."""
        if name not in self._entries:
            return
        page = self._page(name)
        self._stack.setCurrentWidget(page)
        self._rail.show_current(name)
        waiting = self._waiting.pop(name, None)
        if waiting is not None:
            page.changed(waiting)
        focus = self.focusWidget()
        if not self._rail.isAncestorOf(focus):
            self.take_keyboard()

    def show_view(self, view: View) -> None:
        """Show a list as a saved view does, on the page of its kind."""
        entry = next((entry for entry in self._entries.values() if view.kind in entry.kinds), None)
        if entry is not None:
            self.show_page(entry.name)
            self._pages[entry.name].show_view(view)

    def take_keyboard(self) -> None:
        """Put the keyboard where one begins on the page shown: into its list, if it has one."""
        page = self._stack.currentWidget()
        pane = page.findChild(ListPane) if page is not None else None
        if isinstance(pane, ListPane):
            pane.take_keyboard()
            return
        if page is not None:
            first = page.findChild(RecordList) or page.findChild(QPushButton)
            if isinstance(first, QWidget):
                first.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_page(self) -> str:
        """The name of the page shown."""
        return next((name for name, page in self._pages.items() if page is self._stack.currentWidget()), "")

    def open_record(self, kind: str, record: RecordId) -> None:
        """Show a record on the page for its kind; of a part, its owner; of a kind without a page, its form."""
        shown_kind, shown = self.desk.read(lambda reader: self._shown_as(reader, kind, record))
        entry = next((entry for entry in self._entries.values() if shown_kind in entry.kinds), None)
        if entry is None:
            self.open_form(FormRequest(kind, record))
            return
        self.show_page(entry.name)
        self._pages[entry.name].show_record(shown_kind, shown)

    def take_in(self, paths: Sequence[Path], about: Sequence[RecordId]) -> None:
        """Take files in on the page of evidence."""
        entry = next((entry for entry in self._entries.values() if "evidence_item" in entry.kinds), None)
        if entry is not None:
            self.show_page(entry.name)
            self._pages[entry.name].take_in(paths, about)

    def open_form(self, request: FormRequest) -> RecordForm | None:
        """Open a form over the window; None if the record is gone."""
        try:
            form = RecordForm(
                self.desk,
                request.kind,
                request.record,
                request.given,
                act=request.act,
                insert=request.insert,
                parent=self,
            )
        except CasefileError as gone:
            self.messages.fail(gone)
            return None
        then = request.then
        if then is not None:
            form.saved.connect(lambda _kind, record: then(record))
        if request.field:
            form.go_to(request.field)
        if not request.record:
            form.saved.connect(self._show_new)
        form.finished.connect(lambda _result: self._forms.remove(form) if form in self._forms else None)
        self._forms.append(form)
        form.open()
        return form

    def make_dossier(self, about: Sequence[RecordId]) -> None:
        """Begin a dossier about some records, on the page where dossiers are made."""
        if _DOSSIERS in self._entries:
            self.show_page(_DOSSIERS)
            self._pages[_DOSSIERS].make_about(about)

    def make_dossiers(self, about: Sequence[RecordId]) -> None:
        """Begin a dossier for each of several records, on the page where dossiers are made."""
        if _DOSSIERS in self._entries:
            self.show_page(_DOSSIERS)
            self._pages[_DOSSIERS].make_for_each(about)

    def send_records(self, about: Sequence[RecordId]) -> None:
        """Begin a bundle about some records, on the page where bundles are made."""
        if _EXCHANGE in self._entries:
            self.show_page(_EXCHANGE)
            self._pages[_EXCHANGE].make_about(about)

    def quick_add(self, entry: str = "") -> None:
        """Record something in a few words: one entry, or choose among all (Ctrl+N)."""
        if entry:
            QuickForm(self.desk, entry_named(entry), self).open()
            return
        shown = self._entries.get(self.current_page())
        page = self._stack.currentWidget()
        here = None
        if shown is not None and shown.kinds and isinstance(page, Page):
            kind = kind_label(min(shown.kinds))
            here = Command(_("New: {kind}").format(kind=kind), shown.icon, page.add, "Enter")
        palette = QuickAdd(self.desk, here, self._new_records(), self)
        palette.chosen.connect(self.quick_add)
        palette.open()

    def find_anything(self) -> None:
        """Find a record or something to do (Ctrl+K)."""
        Finder(self.desk, self._commands(), self).open()

    def undo(self, act: bytes | None = None) -> None:
        """Undo an act, or the newest that can be undone, and say its sentence."""
        try:
            report = self.desk.casebook.undo(act)
        except CasefileError as refused:
            self.messages.say(str(refused))
            return
        self.messages.say(_undone(report.value), _("Redo"), lambda: self.undo(report.changes.act))

    def redo(self) -> None:
        """Bring back what was undone last."""
        line = self.desk.casebook.can_redo()
        if line is None:
            self.messages.say(_("There is nothing to bring back."))
            return
        self.undo(line.id)

    def help(self) -> None:
        """Say what the keys do (F1)."""
        lines = [
            (_("Find a record or something to do"), "Ctrl+K"),
            (_("Search in the list"), "Ctrl+F"),
            (_("Filter the list"), "Ctrl+Shift+F"),
            (_("Show the list as a table, and as a list again"), "Ctrl+Shift+T"),
            (_("Choose several in a list, or all"), "Shift, Ctrl, Ctrl+A"),
            (_("Add something: a refused visit, a detention, a person"), "Ctrl+N"),
            (_("Save a form"), "Ctrl+S"),
            (_("Undo the last act, and bring it back"), "Ctrl+Z, Ctrl+Shift+Z"),
            (_("Lock the vault"), "Ctrl+L"),
            (_("Pages of the rail, from the top"), "Alt+1 … Alt+9"),
            (_("Next field, field before"), "Tab, Shift+Tab"),
            (_("In a form: what the field means"), "F1"),
        ]
        box = QMessageBox(self)
        box.setWindowTitle(_("Help"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(_("Everything can be done by keyboard alone:"))
        box.setInformativeText("\n".join(f"{keys}   {what}" for what, keys in lines))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def set_lock_minutes(self, minutes: int) -> None:
        """Change how long a rest may be."""
        self._idle.set_minutes(minutes)

    def put_away(self) -> None:
        """End this opening: keep what is half typed, stop the work under way, let go of the book."""
        self._idle.stop()
        self._folder_watch.stop()
        self._unsubscribe()
        for keeper in self.findChildren(drafts.DraftKeeper):
            keeper.keep_now()
        self.desk.jobs.close()
        self._clear_clipboard()
        QWhatsThis.hideText()
        for dialog in self.findChildren(QDialog):
            dialog.hide()
        self._forms.clear()
        self._pages.clear()
        self._waiting.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves the words of the rail out."""
        narrow = self.width() < _NARROW_BELOW
        self._rail.set_narrow(narrow=narrow)
        for pane in self.findChildren(ListPane):
            pane.set_narrow(narrow=narrow)
        super().resizeEvent(event)

    def _page(self, name: str) -> Page:
        if name not in self._pages:
            page = self._entries[name].make(self.desk)
            forget_sources()
            self._pages[name] = page
            self._stack.addWidget(page)
            for pane in page.findChildren(ListPane):
                pane.set_narrow(narrow=self.width() < _NARROW_BELOW)
        return self._pages[name]

    def _with_page(self, ask: Callable[[Page], None]) -> None:
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            ask(page)

    def _changed(self, changes: ChangeSet) -> None:
        self._status.show_saved(self.desk.clock.now())
        for name, page in self._pages.items():
            if page is self._stack.currentWidget():
                page.changed(changes)
            else:
                self._waiting[name] = _joined(self._waiting.get(name), changes)

    def _copied_something(self) -> None:
        # Not every platform knows whose the clipboard is; what is copied while a window of the app is active is ours.
        self._copied = QGuiApplication.focusWindow() is not None

    def _clear_clipboard(self) -> None:
        # What was copied here must not outlive the lock; nor what was only selected, where the middle button pastes it.
        clipboard = QGuiApplication.clipboard()
        if self._copied or clipboard.ownsClipboard():
            clipboard.clear()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(clipboard.Mode.Selection)
        if clipboard.supportsFindBuffer() and clipboard.ownsFindBuffer():
            clipboard.clear(clipboard.Mode.FindBuffer)

    def _shown_as(self, reader: Reader, kind: str, record: RecordId) -> tuple[str, RecordId]:
        shown = {kind for entry in self._entries.values() for kind in entry.kinds}
        at_kind, at = kind, record
        for _step in range(_DEEPEST):
            if at_kind in shown or at_kind not in record_types():
                break
            owner = record_type(at_kind).owner
            one = reader.find(at) if owner else None
            if one is None or not one.link(owner):
                break
            at = one.link(owner)
            at_kind = reader.kind_of(at)
        return at_kind, at

    def _show_new(self, kind: str, record: RecordId) -> None:
        if not record_type(kind).owner and any(kind in entry.kinds for entry in self._entries.values()):
            self.open_record(kind, record)

    def _offer_drafts(self) -> None:
        if self.desk.casebook.vault.read_only:
            return
        if drafts.kept(self.desk.casebook):
            self.messages.say(_("What you were typing was kept."), _("Go on"), self._resume)

    def _resume(self) -> None:
        for one in drafts.kept(self.desk.casebook):
            self.open_draft(one)

    def open_draft(self, one: drafts.Kept) -> None:
        """Go on with what was half typed."""
        draft = one.draft
        if draft.entry == composer_draft.ENTRY:
            if _DOSSIERS in self._entries:
                self.show_page(_DOSSIERS)
                self._pages[_DOSSIERS].resume(one)
            return
        if known_entry(draft.entry):
            resumed(self.desk, one, self)
            return
        form = self.open_form(FormRequest(draft.kind, draft.record, draft.given))
        if form is not None:
            form.resume(one)

    def _commands(self) -> list[Command]:
        commands = [
            Command(_("Go to {page}").format(page=_(entry.title)), entry.icon, partial(self.show_page, name))
            for name, entry in self._entries.items()
        ]
        commands += [Command(_(one.title), one.icon, partial(self.quick_add, one.name)) for one in ENTRIES]
        commands += self._new_records()
        commands += [
            Command(
                _("View: {name} ({list})").format(name=view.name, list=kind_label(view.kind, many=True)),
                "bookmark",
                partial(self.show_view, view),
            )
            for view in saved_views(self.desk.casebook)
        ]
        line = self.desk.casebook.can_undo()
        if line is not None:
            commands.append(
                Command(_("Undo: {sentence}").format(sentence=line.sentence), "undo-2", self.undo, "Ctrl+Z")
            )
        commands.append(Command(_("Lock now"), "lock", self.lock_wanted.emit, "Ctrl+L"))
        commands.append(Command(_("Help"), "circle-help", self.help, "F1"))
        return commands

    def _new_records(self) -> list[Command]:
        names = Command(_("A list of names"), "users", lambda: PasteNames(self.desk, self).open())
        return [names] + [
            Command(
                _("New: {kind}").format(kind=kind_label(kind)),
                "plus",
                partial(self.open_form, FormRequest(kind)),
            )
            for kind, made in record_types().items()
            if not made.owner
        ]


def _joined(first: ChangeSet | None, second: ChangeSet) -> ChangeSet:
    if first is None:
        return second
    return ChangeSet(
        second.act, second.name, first.records | second.records, everything=first.everything or second.everything
    )


def _undone(report: UndoReport) -> str:
    said = _("Undone: {sentence}").format(sentence=sentence(report.act))
    return said if not report.kept else _("{said}. What was changed again since was left.").format(said=said)
