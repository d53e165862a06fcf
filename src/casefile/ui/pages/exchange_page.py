"""The exchange page: what came, what goes, a folder that carries it, and the address book behind all three."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.ui.address_card import CARD, AddressCard, OwnCard
from casefile.ui.folder_card import FolderCard
from casefile.ui.page import Desk, Page
from casefile.ui.receive_card import ReceiveCard
from casefile.ui.send_card import SendCard
from casefile.ui.widgets.cards import Banner, column_of, label, scrolled
from casefile.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from casefile.base.clock import RecordId

RECEIVE, SEND, FOLDER, ADDRESSES = range(4)
_WIDEST = 980


class ExchangePage(Page):
    """The page.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAcceptDrops(True)
        self.receive = ReceiveCard(desk)
        self.send = SendCard(desk)
        self.folder = FolderCard(desk)
        self.own = OwnCard(desk)
        self.addresses = AddressCard(desk)
        self.receive.taken.connect(self._known_changed)
        self.folder.taken.connect(self._known_changed)
        self.addresses.changed.connect(self._known_changed)
        self.own.changed.connect(self._known_changed)
        for one in (self.send, self.folder):
            one.address_book_wanted.connect(self.show_addresses)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        head.setObjectName("surface")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = QVBoxLayout(head)
        words.setContentsMargins(28, 20, 28, 8)
        words.setSpacing(4)
        words.addWidget(label(_("Exchange"), "title"))
        words.addWidget(
            label(
                _("With other offices, as files that nobody else can open: by mail, on a stick, or through a folder."),
                "secondary",
                wrap=True,
            )
        )
        if desk.casebook.vault.read_only:
            text = _("This vault is open for reading only. Nothing can be exchanged.")
            words.addWidget(Banner(desk.theme, text, "warning", "lock"))
        column.addWidget(head)
        self.tabs = Tabs(_("Exchange"))
        for title, widgets in (
            (_("Receive"), (self.receive,)),
            (_("Send"), (self.send,)),
            (_("Folder"), (self.folder,)),
            (_("Address book"), (self.own, self.addresses)),
        ):
            body = _narrow(widgets)
            self.tabs.add(title, lambda body=body: body)  # type: ignore[misc]  # each its own
        column.addWidget(self.tabs, 1)
        # All are made at once: they tell each other of the address book.
        for number in (ADDRESSES, FOLDER, SEND, RECEIVE):
            self.tabs.show_tab(number)

    def make_about(self, records: Sequence[RecordId]) -> None:
        """Begin a bundle of what belongs to some records."""
        self.tabs.show_tab(SEND)
        self.send.show_records(records)

    def add(self) -> None:
        """Ctrl+N: what the tab shown adds."""
        chosen = {
            RECEIVE: self.receive.choose,
            SEND: self.send.send_button,
            FOLDER: self.folder.now_button,
            ADDRESSES: self.addresses.add_button,
        }[self.tabs.current()]
        chosen.click()

    def show_addresses(self) -> None:
        """Turn to the address book."""
        self.tabs.show_tab(ADDRESSES)
        (self.addresses.add_button if self.own.name.text() else self.own.name).setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere on the page."""
        if event.mimeData().hasUrls() and not self.desk.casebook.vault.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take cards into the address book; anything else is looked at as a bundle."""
        self.take_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def take_files(self, paths: Sequence[Path]) -> None:
        """Deal with files that were dropped: cards, bundles, folders with bundles; on its tab, the exchange folder."""
        if self.tabs.current() == FOLDER and len(paths) == 1 and paths[0].is_dir():
            self.folder.use(paths[0])
            return
        cards = [one for one in paths if one.suffix == CARD]
        bundles = [one for one in paths if one.suffix != CARD]
        if cards:
            self.tabs.show_tab(ADDRESSES)
            self.addresses.add_files(cards)
        if bundles:
            self.tabs.show_tab(RECEIVE)
            self.receive.add_files(bundles)

    def _known_changed(self) -> None:
        self.own.refresh()
        self.addresses.refresh()
        self.send.refresh()
        self.folder.refresh()


def _narrow(widgets: Sequence[QWidget]) -> QWidget:
    """Cards beneath each other, not wider than lines are read with ease."""
    body = column_of(*widgets)
    body.setMaximumWidth(_WIDEST)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(body, 100)
    row.addStretch(1)
    return scrolled(holder)
