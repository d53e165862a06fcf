"""The account of a merge, read for its paper: numbers by kind and state, in the words of the app's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.base.clock import moment
from casefile.base.i18n import _, language
from casefile.casework.catalogue import record_types
from casefile.casework.titles import kind_label
from casefile.dossier.merge_paper import MergeTold, merge_paper
from casefile.store.merging import STATE_LABELS, STATES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from casefile.store.casebook import Casebook
    from casefile.store.merging import Account


def account_on_paper(
    book: Casebook, account: Account, when: dt.datetime, refused: Iterable[tuple[str, str]] = (), waiting: int = 0
) -> bytes:
    """The account as a PDF.

    Args:
        book: Into which was merged.
        account: What came of it.
        when: The moment.
        refused: Sources of which nothing was taken beside those that the account names, each with the reason.
        waiting: How many fields wait for a decision.
    """
    return merge_paper(told_on_paper(account, book.vault.name, when, book.setting("author"), waiting, refused))


def told_on_paper(
    account: Account,
    vault: str,
    when: dt.datetime,
    author: str,
    waiting: int,
    refused: Iterable[tuple[str, str]] = (),
) -> MergeTold:
    """The account in the words of the app's language; columns that hold nothing are left out."""
    states = tuple(state for state in STATES if account.count(state))
    kinds = dict.fromkeys(line.kind for line in account.lines)
    return MergeTold(
        language=language().code,
        vault=vault,
        when=moment(when),
        author=author,
        states=tuple(_(STATE_LABELS[state]) for state in states),
        kinds=tuple(
            (
                kind_label(kind, many=True) if kind in record_types() else kind,
                tuple(account.count(state, kind) for state in states),
            )
            for kind in kinds
        ),
        refused=(*((one.label, one.reason) for one in account.refused_sources), *refused),
        waiting=waiting,
    )
