"""The desktop's composition root: which pages there are, and what is made in which order.

Shown first is the unlock window, which loads nothing heavy; the records, the store and the pages are loaded beside it
while somebody types.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from casefile.base.clock import Clock
from casefile.base.i18n import N_, language
from casefile.ui.preferences import Preferences
from casefile.ui.shell import Shell
from casefile.ui.theme import application
from casefile.vault import core_dumps, freed_memory

if TYPE_CHECKING:
    from casefile.ui.page import Desk, Page, PageEntry


def pages(preferences: Preferences) -> Sequence[PageEntry]:
    """The pages of the rail, in order."""
    from casefile.ui.browse_page import browse_entry  # noqa: PLC0415 - loaded by warm_up while somebody types
    from casefile.ui.history_page import HistoryPage  # noqa: PLC0415 - the same
    from casefile.ui.page import PageEntry  # noqa: PLC0415 - the same
    from casefile.ui.pages.events_page import EventsPage  # noqa: PLC0415 - the same
    from casefile.ui.pages.evidence_page import EvidencePage  # noqa: PLC0415 - the same
    from casefile.ui.pages.home_page import HomePage  # noqa: PLC0415 - the same
    from casefile.ui.pages.links_page import LinksPage  # noqa: PLC0415 - the same
    from casefile.ui.pages.map_page import MapPage  # noqa: PLC0415 - the same
    from casefile.ui.pages.merge_page import MergePage  # noqa: PLC0415 - the same
    from casefile.ui.pages.people_page import PeoplePage  # noqa: PLC0415 - the same
    from casefile.ui.pages.timeline_page import TimelinePage  # noqa: PLC0415 - the same
    from casefile.ui.settings_page import SettingsPage  # noqa: PLC0415 - the same

    return (
        PageEntry("home", N_("Home"), "house", HomePage),
        PageEntry("people", N_("People"), "users", PeoplePage, frozenset({"person"})),
        PageEntry("events", N_("Events"), "calendar-clock", EventsPage, frozenset({"event"})),
        PageEntry("evidence_item", N_("Evidence"), "fingerprint", EvidencePage, frozenset({"evidence_item"})),
        browse_entry("source", N_("Sources"), "book-open"),
        PageEntry("timeline", N_("Timeline"), "activity", TimelinePage),
        PageEntry("map", N_("Map"), "map", MapPage),
        PageEntry("links", N_("Links"), "waypoints", LinksPage),
        PageEntry("dossiers", N_("Dossiers"), "file-text", _dossiers, frozenset({"letter"})),
        browse_entry("organisation", N_("Organisations"), "building-2"),
        browse_entry("place", N_("Places"), "map-pin"),
        browse_entry("task", N_("Tasks"), "circle-check"),
        PageEntry("merge", N_("Merge"), "git-merge", MergePage),
        PageEntry("exchange", N_("Exchange"), "send", _exchange),
        PageEntry("duplicates", N_("Duplicates"), "users", _duplicates),
        PageEntry("history", N_("History"), "history", HistoryPage, at_foot=True),
        PageEntry("settings", N_("Settings"), "settings", lambda desk: SettingsPage(desk, preferences), at_foot=True),
    )


def _dossiers(desk: Desk) -> Page:
    from casefile.ui.pages.dossiers_page import DossiersPage  # noqa: PLC0415 - what draws and reads PDF: when first shown

    return DossiersPage(desk)


def _exchange(desk: Desk) -> Page:
    from casefile.ui.pages.exchange_page import ExchangePage  # noqa: PLC0415 - what signs and seals: when first shown

    return ExchangePage(desk)


def _duplicates(desk: Desk) -> Page:
    from casefile.ui.pages.duplicates_page import DuplicatesPage  # noqa: PLC0415 - what weighs pairs: when first shown

    return DuplicatesPage(desk)


def main(vault: Path | None = None) -> int:
    """Run the window until it is closed; asks for the passphrase of `vault` if one is given. Returns an exit code."""
    core_dumps.switch_off()
    freed_memory.prepare()
    QCoreApplication.setApplicationName("casefile")
    preferences = Preferences(Preferences.usual_path())
    app = application(sys.argv, preferences.size)
    app.setApplicationDisplayName("Casefile")
    shell = Shell(preferences, Clock(), pages, own_language=language().code)
    if vault is not None:
        shell.show_unlock(vault)
    sys.excepthook = lambda kind, error, trace: tell_bug(shell, kind, error, trace)
    shell.show()
    code = app.exec()
    sys.excepthook = sys.__excepthook__
    return code


def tell_bug(shell: Shell, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that casefile itself failed, without a value of what it was working on; the window stays.

    The open transaction was rolled back on the way here.
    """
    if issubclass(kind, KeyboardInterrupt):
        shell.close()
        return
    shell.tell_bug(error.with_traceback(trace))
