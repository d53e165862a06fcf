from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from casefile.base.errors import EnvironmentFault
from casefile.dossier import issue, saving, signing
from casework.memory_book import MemoryBook

TODAY = dt.date(2026, 11, 23)


def issued(book: MemoryBook) -> issue.Issued:
    person = book.insert("person", shown_name="Жанар Примерова")
    return issue.make(book, "letter", [person], "government", "en", TODAY)


def test_the_file_its_manifest_and_the_letter_agree(book: MemoryBook, tmp_path: Path) -> None:
    made = issued(book)
    path = tmp_path / "letter.pdf"
    letter = book.get(saving.save(book, made, path, addressee="The prosecutor", reply_due="2026-12-08"))
    assert path.read_bytes() == made.pdf
    assert signing.verify(path).verdict is signing.Verdict.UNSIGNED
    assert letter.text("sha256") == made.manifest.sha256
    assert (letter.text("addressee"), letter.text("reply_due")) == ("The prosecutor", "2026-12-08")
    assert letter.text("file_name") == "letter.pdf"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["letter.pdf", "letter.pdf.manifest.json"]


def test_a_file_without_its_manifest_does_not_stay(book: MemoryBook, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    signing.manifest_path(path).mkdir()
    with pytest.raises(EnvironmentFault):
        saving.save(book, issued(book), path)
    assert not path.exists()
