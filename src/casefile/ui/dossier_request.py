"""What somebody wants made: chosen and typed in the window, and handed to the engine beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casefile.base.clock import RecordId
from casefile.dossier import issue

if TYPE_CHECKING:
    from casefile.dossier.issue import Draft, Issued, Options
    from casefile.store.casebook import Casebook
    from casefile.ui.jobs import Progress


WORD = ".docx"


@dataclass(frozen=True, slots=True)
class DossierRequest:
    """One dossier as it is wanted.

    Attributes:
        template: Name of the template.
        about: The records it is about.
        audience: For whom.
        language: ISO 639-1 code of the dossier.
        options: What was chosen besides; without a file name and passphrase.
    """

    template: str
    about: tuple[RecordId, ...]
    audience: str
    language: str
    options: Options

    def draw(self, book: Casebook, today: dt.date) -> Draft:
        """Its pages, to be looked at. Errors as of `issue.draw`."""
        return book.read(
            lambda reader: issue.draw(
                reader, self.template, self.about, self.audience, self.language, today, self.options
            )
        )

    def make(self, book: Casebook, today: dt.date, file_name: str, passphrase: str, progress: Progress) -> Issued:
        """The finished, checked file; one of Word if its name ends so. Errors as of `issue.make`."""
        progress.done(0)
        named = replace(self, options=replace(self.options, file_name=file_name))
        drawn = named.draw(book, today)
        progress.done(1)
        return drawn.checked(passphrase, form="docx" if file_name.lower().endswith(WORD) else "pdf")


def drawn(book: Casebook, wanted: DossierRequest, today: dt.date, _progress: Progress) -> Draft:
    """For a job: see `DossierRequest.draw`."""
    return wanted.draw(book, today)


def checked(draft: Draft, _progress: Progress) -> bool:
    """For a job: whether a draft passes the check of the finished file. Errors as of `Draft.checked`."""
    return bool(draft.checked().pdf)
