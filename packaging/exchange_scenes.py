"""Scenes of exchange between two offices: what came, what goes, the folder, the address book."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from casefile.base.clock import Clock
from casefile.merge import address_book
from casefile.merge.contact_cards import own_card, set_own_name
from casefile.merge.sending import send
from casefile.ui.pages.exchange_page import ExchangePage
from casefile.ui.vault_opening import Way, open_vault

if TYPE_CHECKING:
    from shots import Stage

    from casefile.store.casebook import Casebook

_SETTLE_MS = 700


def _exchange(*steps: str) -> Callable[[Stage], QWidget]:
    """The page of exchange over one of two offices; the other one sends, or is only known by its card."""

    def play(stage: Stage) -> QWidget:
        made = stage.merging()[0]
        made.show_page("exchange")
        stage.settle()
        page = made.findChild(ExchangePage)
        if not isinstance(page, ExchangePage):
            raise TypeError
        book, folder = made.desk.casebook, Path(tempfile.mkdtemp(dir=stage.folder))
        for step in steps:
            if step == "office":
                _know_each_other(stage, made.desk.casebook, folder)
                page.own.refresh()
                page.addresses.refresh()
                page.send.refresh()
                page.folder.refresh()
            elif step == "stranger":
                page.take_files([_card_of_somebody(stage, folder)])
            elif step == "bundle":
                page.take_files([folder / "from-almaty.casefile-bundle"])
            elif step == "about":
                page.make_about([one.id for one in book.read(lambda reader: reader.of("person"))[:2]])
            elif step == "folder":
                page.folder.use(Path("/media/monitor/Exchange"))
            elif step.startswith("tab-"):
                page.tabs.show_tab(int(step[4:]))
            else:
                getattr(page.receive, step)()
            stage.settle(_SETTLE_MS)
        return made

    return play


def _know_each_other(stage: Stage, book: Casebook, folder: Path) -> None:
    """Two offices have each other's cards and compared the words; the other one sends all it has."""
    today, clock = Clock().now().date(), Clock()
    there = Path(shutil.copytree(stage.offices.there, folder / "there.casefile"))
    opened = open_vault(there, Way(stage.offices.secret, "recovery"), clock)
    other = opened.casebook
    set_own_name(book, "Aisha Example", "Aktau")
    set_own_name(other, "Bolat Example", "Almaty")
    for mine, theirs in ((book, other), (other, book)):
        address_book.add(mine, own_card(theirs, today))
        address_book.mark_compared(mine, own_card(theirs, today).name, today)
    send(other, [own_card(book, today)], folder / "from-almaty.casefile-bundle", clock.now())
    opened.close()


def _card_of_somebody(stage: Stage, folder: Path) -> Path:
    there = Path(shutil.copytree(stage.offices.there, folder / "somebody.casefile"))
    opened = open_vault(there, Way(stage.offices.secret, "recovery"), Clock())
    set_own_name(opened.casebook, "Chen Example", "Astana")
    path = folder / "astana.card"
    path.write_text(own_card(opened.casebook, Clock().now().date()).to_json(), encoding="utf-8")
    opened.close()
    return path


EXCHANGE: Mapping[str, Callable[[Stage], QWidget]] = {
    "exchange": _exchange(),
    "exchange-rehearsal": _exchange("office", "bundle", "rehearse"),
    "exchange-received": _exchange("office", "bundle", "rehearse", "take"),
    "exchange-send": _exchange("office", "tab-1", "about"),
    "exchange-folder": _exchange("office", "tab-2", "folder"),
    "exchange-addresses": _exchange("office", "stranger", "tab-3"),
}
