"""What became of several dossiers: an account that adds up, as data and as a paper."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from casefile.base.clock import NO_ID, RecordId, format_id, moment
from casefile.base.i18n import _, language
from casefile.casework.vocabulary import vocabulary
from casefile.dossier.batch_paper import BatchTold, batch_paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What became of one of them.

    Attributes:
        record: What it is about.
        reference: The code of that.
        title: Of the dossier; empty if it was not made.
        file_name: Of the file that was written; empty if there is none.
        pages: Of the dossier.
        sha256: Of the file.
        letter: The letter recorded; `NO_ID` if there is none.
        why: Why it was refused; empty if it was made or not reached.
    """

    record: RecordId
    reference: str
    title: str = ""
    file_name: str = ""
    pages: int = 0
    sha256: str = ""
    letter: RecordId = NO_ID
    why: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What became of all of them. `asked` is always the sum of `made`, `refused` and `not_reached`.

    Attributes:
        lines: In the order in which they were asked for.
        stopped: What ended it before its end, in words; empty if nothing did.
    """

    lines: tuple[Line, ...]
    stopped: str = ""

    @property
    def asked(self) -> int:
        """For how many a dossier was asked."""
        return len(self.lines)

    @property
    def made(self) -> tuple[Line, ...]:
        """Those that were written and recorded."""
        return tuple(one for one in self.lines if one.file_name)

    @property
    def refused(self) -> tuple[Line, ...]:
        """Those that were not made, each with the reason."""
        return tuple(one for one in self.lines if one.why)

    @property
    def not_reached(self) -> tuple[Line, ...]:
        """Those before which it was stopped."""
        return tuple(one for one in self.lines if not one.file_name and not one.why)

    def data(self) -> dict[str, object]:
        """For a script: codes, files and reasons."""
        return {
            "asked": self.asked,
            "made": len(self.made),
            "refused": len(self.refused),
            "not_reached": len(self.not_reached),
            "stopped": self.stopped,
            "dossiers": [
                {
                    "about": format_id(one.record),
                    "reference": one.reference,
                    "file": one.file_name,
                    "pages": one.pages,
                    "sha256": one.sha256,
                    "why": one.why,
                }
                for one in self.lines
            ],
        }

    def sentence(self) -> str:
        """All of it in one line."""
        said = _("Asked for {asked}, made {made}, refused {refused}.").format(
            asked=self.asked, made=len(self.made), refused=len(self.refused)
        )
        if self.not_reached:
            said += " " + _("Not reached: {n}. {why}").format(n=len(self.not_reached), why=self.stopped)
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the paper says besides.

    Attributes:
        vault: Name of the vault.
        when: The moment.
        author: Who made them; may be empty.
        template: Title of the template.
        audience: Term of `audience`.
        addressee: To whom they go; may be empty.
    """

    vault: str
    when: dt.datetime
    author: str
    template: str
    audience: str
    addressee: str = ""


def as_file(account: Account, about: About, suffix: str) -> bytes:
    """The account as a file: data if the suffix is ".json", else a PDF in the language of the app. It names nobody."""
    if suffix.lower() == ".json":
        return (json.dumps(account.data(), ensure_ascii=False, indent=2) + "\n").encode()
    code = language().code
    return batch_paper(
        BatchTold(
            language=code,
            vault=about.vault,
            when=moment(about.when),
            author=about.author,
            template=about.template,
            audience=vocabulary("audience").label(about.audience, code),
            addressee=about.addressee,
            made=tuple((one.reference, one.pages, one.file_name, one.sha256) for one in account.made),
            refused=tuple((one.reference, one.why) for one in account.refused),
            not_reached=tuple(one.reference for one in account.not_reached),
            stopped=account.stopped,
        )
    )
