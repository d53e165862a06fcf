"""What a page is given, what it may ask of the frame, and what the frame may ask of it.

A page never knows another page, and never opens a form by itself: it says what it wants to the `Desk`, and
`main_window` answers. So every page can be built and tested alone, with a desk over any book.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import CasefileError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from casefile.base.clock import Clock
    from casefile.casework.acts import Act
    from casefile.casework.book import Reader, Writer
    from casefile.casework.record import Value
    from casefile.store.casebook import Casebook
    from casefile.store.changes import ChangeSet, Outcome
    from casefile.ui.drafts import Kept
    from casefile.ui.jobs import Job, Jobs, Progress
    from casefile.ui.messages import Messages
    from casefile.ui.saved_views import View
    from casefile.ui.theme import Theme

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FormRequest:
    """A form that somebody wants opened.

    Attributes:
        kind: Kind of the record.
        record: The record to edit; `NO_ID` to add one.
        given: Values that a new record begins with. A link to its owner given here is not asked again.
        act: What to call the save in history; told from the kind if None.
        insert: Adds the record instead of a plain insert, where a command of casework does more (keeps whereabouts in
            step). It gets the writer and every value, those of `given` too, and returns the new id.
        then: Called with the id after a save.
        field: The field that the keyboard goes to; the first if empty.
    """

    kind: str
    record: RecordId = NO_ID
    given: Mapping[str, Value] = field(default_factory=dict)
    act: Act | None = None
    insert: Callable[[Writer, Mapping[str, Value]], RecordId] | None = None
    then: Callable[[RecordId], object] | None = None
    field: str = ""


class Navigation(QObject):
    """How pages ask the frame for something, without knowing it or each other."""

    open_record = Signal(str, object)
    """Kind and id of a record to show; of a part (a name, a stay), the page of its owner is shown."""
    open_form = Signal(object)
    """A `FormRequest`."""
    quick_add = Signal(str)
    """Name of a quick entry to record at once; empty to choose among them."""
    open_draft = Signal(object)
    """A draft to go on with, as `drafts.Kept`."""
    make_dossier = Signal(object)
    """Ids of the records that a dossier shall be about."""
    make_dossiers = Signal(object)
    """Ids of several records chosen in a list, of which each shall have a dossier."""
    send_records = Signal(object)
    """Ids of records that a bundle for another office shall be about."""
    take_in = Signal(list, object)
    """Paths of files to take in as evidence, and the ids of the records they are evidence for."""
    open_page = Signal(str)
    """Name of a page to show."""
    undo = Signal(object)
    """Undo an act by its id; empty for the newest that can be undone."""
    lock = Signal()
    """Lock the vault now."""
    preferences_changed = Signal()
    """Language, theme or locking was chosen anew."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a page works with, for as long as the vault is open.

    Attributes:
        casebook: The open book.
        clock: Time.
        jobs: Work beside the main thread.
        theme: Colours and icons.
        messages: Where to say what happened.
        navigation: Asks for other pages and for forms; most simply through `open`, `edit` and `add`.
    """

    casebook: Casebook
    clock: Clock
    jobs: Jobs
    theme: Theme
    messages: Messages
    navigation: Navigation

    def today(self) -> dt.date:
        """The day it is here."""
        return self.clock.now().astimezone().date()

    def read(self, work: Callable[[Reader], T]) -> T:
        """Read from the book as it stands: frozen values, never rows."""
        return self.casebook.read(work)

    def attempt(self, act: Act, work: Callable[[Writer], T], *, said: str = "") -> Outcome[T] | None:
        """Write, and say it with a way to undo; what stands against it is said kindly instead.

        Args:
            act: What it is called in history.
            work: Gets the writer.
            said: What to say when it is done, instead of the act's own sentence.

        Returns:
            The outcome; None if it was refused and nothing was changed.
        """
        try:
            outcome = self.casebook.transact(act, work)
        except CasefileError as refused:
            self.messages.fail(refused)
            return None
        if outcome.changes.act:
            self.messages.done(outcome.changes, said)
        return outcome

    def undo(self, act: bytes = b"") -> None:
        """Undo an act, or the newest that can be undone, and say what was undone and what had to be left."""
        self.navigation.undo.emit(act)

    def open(self, kind: str, record: RecordId) -> None:
        """Show a record on the page that is responsible for its kind."""
        self.navigation.open_record.emit(kind, record)

    def edit(self, kind: str, record: RecordId) -> None:
        """Open the form of a record."""
        self.navigation.open_form.emit(FormRequest(kind, record))

    def add(self, kind: str, /, **given: Value) -> None:
        """Open an empty form for a new record, with some values already in it."""
        self.navigation.open_form.emit(FormRequest(kind, given=given))

    def make_dossier(self, *about: RecordId) -> None:
        """Begin a dossier about some records."""
        self.navigation.make_dossier.emit(about)

    def make_dossiers(self, *about: RecordId) -> None:
        """Begin a dossier for each of several records."""
        self.navigation.make_dossiers.emit(about)

    def send_records(self, *about: RecordId) -> None:
        """Begin a bundle for another office, about some records."""
        self.navigation.send_records.emit(about)


class Page(QWidget):
    """One page of the window. Lives from unlock to lock; deleted with everything it read.

    A page keeps no reference to itself or its data outside of the widget tree, so that nothing outlives a lock.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.desk = desk
        self._question: Job | None = None

    def show_record(self, kind: str, record: RecordId) -> None:
        """Show one record of a kind that the page is responsible for."""

    def changed(self, changes: ChangeSet) -> None:
        """Something was written: read anew what is concerned. Called when the page is shown next, if it is hidden."""

    def make_about(self, records: Sequence[RecordId]) -> None:
        """Begin what the page makes about records: a dossier."""

    def make_for_each(self, records: Sequence[RecordId]) -> None:
        """Begin what the page makes for each of several records; one about all of them, where it makes no batch."""
        self.make_about(records)

    def resume(self, one: Kept) -> None:
        """Go on with a draft of what the page makes."""

    def show_view(self, view: View) -> None:
        """Show the page's list as a saved view does."""

    def focus_search(self) -> None:
        """Put the cursor into the page's search or filter (Ctrl+F)."""

    def add(self) -> None:
        """Begin a new record of what the page lists (Ctrl+N)."""

    def take_in(self, paths: Sequence[Path], about: Sequence[RecordId] = ()) -> None:
        """Take files in, as evidence for some records: the page of evidence does."""

    def ask(self, work: Callable[[Progress], T], take: Callable[[T], object], *, beside: bool = False) -> None:
        """Read beside the window, which stays alive meanwhile; what was asked before is not answered any more.

        Args:
            work: Called in another thread; see `Jobs.run`.
            take: A method of the page, called with the result.
            beside: See `Jobs.run`.
        """
        self.forget_question()
        self._question = self.desk.jobs.run(work, take, self.desk.messages.fail, owner=self, beside=beside)

    def forget_question(self) -> None:
        """Take no answer to what was asked."""
        if self._question is not None:
            self._question.cancel()


PageMaker = Callable[[Desk], Page]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page as the rail names it; made when it is first shown.

    Attributes:
        name: Stable name.
        title: English title in the rail, marked with `N_`.
        icon: Name of an icon in `resources/icons`.
        make: Makes the page.
        kinds: Kinds of record that it shows.
        at_foot: Whether it stands at the lower end of the rail.
    """

    name: str
    title: str
    icon: str
    make: PageMaker
    kinds: frozenset[str] = frozenset()
    at_foot: bool = False
