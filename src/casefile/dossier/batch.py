"""One dossier for each of several records, with an account of all of them: made, refused and why, or not reached.

Each is made, checked and recorded by itself, so that a refusal of one leaves the others whole. Bound into one file
they are checked once more together: who reads one of them reads all.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

import pikepdf

from casefile.base.clock import RecordId
from casefile.base.errors import CasefileError, EnvironmentFault, UserError
from casefile.base.i18n import _
from casefile.casework.acts import Act
from casefile.casework.book import Reader, Writer
from casefile.dossier import issue, leakcheck, saving, signing
from casefile.dossier.batch_account import Account, Line
from casefile.dossier.binding import bound
from casefile.dossier.finished_file import read
from casefile.dossier.fixed_texts import fixed_texts
from casefile.dossier.issue import Draft, Issued
from casefile.dossier.needles import Needles
from casefile.dossier.sealing import protected
from casefile.store.changes import Outcome

T = TypeVar("T")


class Book(Protocol):
    """The two doors of the book: see `Casebook`."""

    def read(self, work: Callable[[Reader], T]) -> T: ...  # noqa: D102 - as of `Casebook`
    def transact(self, act: Act, work: Callable[[Writer], T]) -> Outcome[T]: ...  # noqa: D102 - as of `Casebook`


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted for each of them.

    Attributes:
        template: See `template_files.templates`.
        records: What each dossier is about, in order.
        audience: One of `issue.AUDIENCES`.
        language: ISO 639-1 code of the dossiers.
        options: What may be chosen besides; without a file name.
        folder: Where a file each is written; files that are there are never replaced.
        file: One file for all of them, replaced if it is there; None for a file each.
        addressee: To whom they go.
        reply_due: By when an answer is owed, EDTF.
    """

    template: str
    records: Sequence[RecordId]
    audience: str
    language: str
    options: issue.Options
    folder: Path
    file: Path | None = None
    addressee: str = ""
    reply_due: str = ""


@dataclass(frozen=True, slots=True)
class _Made:
    at: int
    draft: Draft
    issued: Issued


def make_each(book: Book, wish: Wish, today: dt.date, go_on: Callable[[int, int], bool]) -> Account:
    """Make them, write them and record them.

    Args:
        book: The open book; it is read and written for each by itself, so that others may use it in between.
        wish: What is wanted.
        today: See `issue.make`.
        go_on: Told before each how many are done, and of how many; whether to go on. Those made before stay.

    Returns:
        The account. Errors of one dossier are in it and not raised; if a file cannot be written, it stops there.
    """
    records = list(dict.fromkeys(wish.records))
    codes = book.read(lambda reader: [_code(reader, one) for one in records])
    lines = [Line(record=one, reference=code) for one, code in zip(records, codes, strict=True)]
    names = _free_names(wish, today, len(records))
    made: list[_Made] = []
    stopped = ""
    for at, line in enumerate(lines):
        if not go_on(at, len(lines)):
            stopped = _("Somebody stopped it.")
            break
        path = wish.file or wish.folder / next(names)
        try:
            drawn, issued = _one(book, wish, line.record, path.name, today)
            if wish.file is None:
                lines[at] = _saved(book, wish, line, issued, path)
            else:
                made.append(_Made(at, drawn, issued))
        except UserError as refused:
            lines[at] = replace(line, why=str(refused))
        except EnvironmentFault as fault:
            stopped = str(fault)
            break
    if wish.file is not None and made and not stopped:
        stopped = _bind(book, wish, wish.file, made, lines)
    go_on(len(lines), len(lines))
    return Account(tuple(lines), stopped)


def _one(book: Book, wish: Wish, record: RecordId, name: str, today: dt.date) -> tuple[Draft, Issued]:
    # Bound into one file, the passphrase is for the whole.
    passphrase = "" if wish.file is not None else wish.options.passphrase
    options = replace(wish.options, file_name=name, passphrase="")

    def drawn(reader: Reader) -> Draft:
        return issue.draw(reader, wish.template, [record], wish.audience, wish.language, today, options)

    draft = book.read(drawn)
    return draft, draft.checked(passphrase, without_refused=options.without_refused)


def _saved(book: Book, wish: Wish, line: Line, issued: Issued, path: Path) -> Line:
    letter = book.transact(
        Act.ISSUE_DOSSIER,
        lambda writer: saving.save(writer, issued, path, addressee=wish.addressee, reply_due=wish.reply_due),
    ).value
    return _told(line, issued, path, issued.manifest, letter)


def _told(line: Line, issued: Issued, path: Path, manifest: signing.Manifest, letter: RecordId) -> Line:
    return replace(
        line,
        title=issued.title,
        file_name=path.name,
        pages=issued.manifest.pages,
        sha256=manifest.sha256,
        letter=letter,
    )


def _bind(book: Book, wish: Wish, path: Path, made: list[_Made], lines: list[Line]) -> str:
    """Write one file of those that may stand together, and record each. Returns what stopped it, in words."""
    title = made[0].draft.template.title(wish.language)
    kept, refused = _together(made, title, wish.language, path.name)
    for one in refused:
        lines[one.at] = replace(lines[one.at], why=_("Another dossier of this file names whom it may not name."))
    if not kept:
        return ""
    pdf = bound([(one.issued.title, one.issued.pdf) for one in kept], title, wish.language)
    if wish.options.passphrase:
        pdf = protected(pdf, wish.options.passphrase)
    first = kept[0].issued.manifest
    manifest = replace(
        first,
        sha256=signing.fingerprint(pdf),
        pages=sum(one.issued.manifest.pages for one in kept),
        records=tuple(sorted({record for one in kept for record in one.issued.manifest.records})),
    )

    def save(writer: Writer) -> list[RecordId]:
        parts = [replace(one.issued, pdf=pdf, manifest=manifest) for one in kept]
        return saving.save_bound(writer, parts, path, addressee=wish.addressee, reply_due=wish.reply_due)

    try:
        letters = book.transact(Act.ISSUE_DOSSIER, save).value
    except CasefileError as failed:
        return str(failed)
    for one, letter in zip(kept, letters, strict=True):
        lines[one.at] = _told(lines[one.at], one.issued, path, manifest, letter)
    return ""


def _together(made: list[_Made], title: str, language: str, name: str) -> tuple[list[_Made], list[_Made]]:
    """Those that may stand in one file, and those that withhold a name which another one prints."""
    if _clean(made, title, language, name):
        return made, []
    # Whom to leave out is told by what each holds as text; that nothing is left is told by the check of the whole file.
    fixed = _fixed(made)
    withheld = {one.at: one.draft.needles.beside(fixed) for one in made}
    everything = _all_needles(made).beside(fixed)
    said = {one.at: text for one in made if everything.found_in(text := _text(one.issued.pdf))}
    gone = {one.at for one in made if any(withheld[one.at].found_in(text) for at, text in said.items() if at != one.at)}
    kept = [one for one in made if one.at not in gone]
    if kept and not _clean(kept, title, language, name):
        return [], made
    return kept, [one for one in made if one.at in gone]


def _clean(made: Sequence[_Made], title: str, language: str, name: str) -> bool:
    pdf = bound([(one.issued.title, one.issued.pdf) for one in made], title, language)
    needles = _all_needles(made)
    packed = frozenset(one for part in made for one in part.draft.packed_here)
    return not leakcheck.find(pdf, needles, name, packed) or not leakcheck.find(
        pdf, needles.beside(_fixed(made)), name, packed
    )


def _fixed(made: Sequence[_Made]) -> list[str]:
    first = made[0].draft
    # Who may be named in one of them may share a given name with somebody who may not be in another.
    named = (one.called for part in made for one in part.draft.naming if one.named)
    return [*fixed_texts(first.template, first.matter.language), first.matter.classification, *named]


def _text(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = read(file, pdf)
    return "\n".join([*found.pages, *(text for _where, text in found.texts)])


def _all_needles(made: Sequence[_Made]) -> Needles:
    every = [one.draft.needles for one in made]
    return Needles(
        words=frozenset().union(*(one.words for one in every)),
        stems=frozenset().union(*(one.stems for one in every)),
        wholes=frozenset().union(*(one.wholes for one in every)),
        skeletons=frozenset().union(*(one.skeletons for one in every)),
        pairs=frozenset().union(*(one.pairs for one in every)),
    )


def _code(reader: Reader, record: RecordId) -> str:
    found = reader.find(record)
    return found.text("reference") if found is not None else ""


def _free_names(wish: Wish, today: dt.date, count: int) -> Iterator[str]:
    """Names that tell nobody whom a file is about, of files that are not there yet."""
    dated = re.sub(r"[^\w.~-]", "-", wish.options.dated or today.isoformat())
    digits = max(len(str(count)), 2)
    number = 0
    while True:
        number += 1
        name = f"{wish.template}-{wish.audience}-{dated}-{number:0{digits}}.pdf"
        if not any(one.exists() for one in saving.files_of(wish.folder / name)):
            yield name
