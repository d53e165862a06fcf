"""One dossier for each of several records: which ones are meant, and the account of what became of them."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefile.base.clock import Clock, RecordId
from casefile.base.errors import UserError
from casefile.base.i18n import _, language, ngettext
from casefile.base.text import fold
from casefile.casework.catalogue import record_types
from casefile.casework.lists import Wanted, listed
from casefile.cli.opening import today
from casefile.cli.terminal import REFUSED, give, note, say, wants_json
from casefile.dossier.batch import Wish, make_each
from casefile.dossier.batch_account import About, Account, as_file
from casefile.dossier.template_files import template
from casefile.ui.saved_views import saved_views
from casefile.vault.keyslots import write_whole

if TYPE_CHECKING:
    from casefile.store.casebook import Casebook


def of_view(book: Casebook, name: str) -> list[RecordId]:
    """The records that a saved view lists, in its order.

    Raises:
        UserError: No view is called so, or several are.
    """
    found = [one for one in saved_views(book) if fold(one.name) == fold(name)]
    if len(found) != 1:
        names = ", ".join(f"“{one.name}”" for one in saved_views(book)) or _("none")
        raise UserError(
            _("There is not one saved view called “{name}”. There are: {names}").format(name=name, names=names)
        )
    view = found[0]
    words_ids = book.search_ids(view.words, view.kind) if view.words else None
    facets = {facet: tuple(values) for facet, values in view.facets}
    wanted = Wanted(facets=facets, words_ids=words_ids, order=view.order, code=language().code)
    return book.read(lambda reader: list(listed(reader, view.kind, wanted, today())))


def of_kind(book: Casebook, kind: str) -> list[RecordId]:
    """All records of a kind that were not put aside.

    Raises:
        UserError: There is no such kind.
    """
    if kind not in record_types():
        raise UserError(_("There is no kind of record “{kind}”. See: casefile schema").format(kind=kind))
    return book.read(lambda reader: list(listed(reader, kind, Wanted(code=language().code), today())))


def make_batch(book: Casebook, wish: Wish, report: Path | None) -> None:
    """Make them, say what became of each, and end with 1 if one was not made. Ctrl+C stops after the one under way.

    Raises:
        EnvironmentFault: The account cannot be written; the dossiers are.
    """
    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_signal: stop.set())
    quiet = wants_json()

    def go_on(done: int, of: int) -> bool:
        if not quiet and done < of:
            note(_("{n} of {of}…").format(n=done + 1, of=of))
        return not stop.is_set()

    try:
        account = make_each(book, wish, today(), go_on)
    finally:
        signal.signal(signal.SIGINT, before)
    if quiet:
        give(account.data())
    else:
        _tell(account)
    if report is not None:
        about = About(
            vault=book.vault.name,
            when=Clock().now(),
            author=book.setting("author"),
            template=template(wish.template, wish.options.own).title(language().code),
            audience=wish.audience,
            addressee=wish.addressee,
        )
        write_whole(report, as_file(account, about, report.suffix))
    if len(account.made) < account.asked:
        click.get_current_context().exit(REFUSED)


def _tell(account: Account) -> None:
    for line in account.made:
        pages = ngettext("{n} page", "{n} pages", line.pages).format(n=line.pages)
        say(f"{line.reference}: {line.file_name}, {pages}, SHA-256 {line.sha256}")
    for line in account.refused:
        say(_("{code}: refused. {why}").format(code=line.reference, why=line.why))
    say(account.sentence())
