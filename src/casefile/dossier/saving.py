"""A dossier leaves the house: the file, the manifest beside it, and the letter in the book, all three or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from casefile.base.clock import RecordId
from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import _
from casefile.casework.book import Writer
from casefile.dossier import issue, signing
from casefile.vault.keyslots import write_whole


def files_of(path: Path) -> tuple[Path, Path]:
    """The two files that a dossier is saved as: the PDF and its manifest."""
    return path, signing.manifest_path(path)


def save(writer: Writer, issued: issue.Issued, path: Path, *, addressee: str = "", reply_due: str = "") -> RecordId:
    """Record the letter and write its files, each whole or not at all; files of these names are replaced.

    Called inside the act, so that a file that could not be written is not recorded as one that left the house.

    Args:
        writer: The book.
        issued: What `issue.make` gave.
        path: The PDF to write.
        addressee: To whom it goes.
        reply_due: By when an answer is owed, EDTF.

    Raises:
        EnvironmentFault: A file could not be written. A PDF that was not there before is gone again.
    """
    letter = issue.record(writer, issued, addressee=addressee, file_name=path.name, reply_due=reply_due)
    _write(issued, path)
    return letter


def save_bound(
    writer: Writer, parts: Sequence[issue.Issued], path: Path, *, addressee: str = "", reply_due: str = ""
) -> list[RecordId]:
    """Record a letter for each of several dossiers that are bound into one file, and write that.

    Args and errors as of `save`; each of the `parts` has the file and the manifest of the whole.
    """
    letters = [
        issue.record(writer, one, addressee=addressee, file_name=path.name, reply_due=reply_due) for one in parts
    ]
    _write(parts[0], path)
    return letters


def _write(issued: issue.Issued, path: Path) -> None:
    pdf, manifest = files_of(path)
    new = not pdf.exists()
    try:
        write_whole(pdf, issued.pdf)
        write_whole(manifest, issued.manifest.to_json().encode())
    except (EnvironmentFault, OSError) as fault:
        if new:
            pdf.unlink(missing_ok=True)
        if isinstance(fault, EnvironmentFault):
            raise
        why = fault.strerror or type(fault).__name__
        raise EnvironmentFault(_("The file {name} cannot be written: {why}").format(name=path.name, why=why)) from fault
