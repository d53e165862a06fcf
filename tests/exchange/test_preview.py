from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from casefile.base.errors import DamagedError
from casefile.casework.acts import Act
from casefile.casework.evidence import add_item
from casefile.exchange import preview as preview_module
from casefile.exchange.intake import take_in
from casefile.exchange.preview import Preview, preview, thumbnail
from exchange.made_files import bomb, pdf, photo, word

if TYPE_CHECKING:
    from pathlib import Path

    from casefile.casework.book import Snapshot
    from casefile.store.casebook import Casebook

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def taken(book: Casebook, tmp_path: Path, content: bytes) -> Snapshot:
    path = tmp_path / "file"
    path.write_bytes(content)
    item = take_in(book, [path], NOW).taken[0].item
    return book.read(lambda reader: reader.get(item))


def test_a_picture_a_pdf_and_a_text_are_shown(book: Casebook, tmp_path: Path) -> None:
    files = book.vault.evidence
    picture = preview(files, taken(book, tmp_path, photo("HEIF"))).picture
    assert picture is not None
    assert (picture.width, picture.height) == (64, 48)
    assert preview(files, taken(book, tmp_path, pdf())).pdf == pdf()
    assert preview(files, taken(book, tmp_path, b"Invented for training.")).text == "Invented for training."
    assert preview(files, taken(book, tmp_path, word("Invented."))).text.startswith("Invented.")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (bomb(), "huge"),
        (photo()[:200], "damaged"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 50, "film"),
        (b"OggS" + b"\0" * 50, "Sound"),
        (b"\x7fELF" + b"\0" * 50, "kind"),
        (b"PK\x03\x04word/" + b"\0" * 50, "no text"),
    ],
)
def test_what_is_not_shown_says_why(book: Casebook, tmp_path: Path, content: bytes, word: str) -> None:
    shown = preview(book.vault.evidence, taken(book, tmp_path, content))
    assert word in shown.reason
    assert shown == Preview(reason=shown.reason)


def test_an_object_without_a_file_says_so(book: Casebook) -> None:
    item = book.transact(Act.ADD_RECORD, lambda writer: add_item(writer, "Cartridge", received_on="2026-11-23")).value
    snapshot = book.read(lambda reader: reader.get(item))
    assert "no file" in preview(book.vault.evidence, snapshot).reason
    assert thumbnail(book.vault.evidence, snapshot) is None


def test_a_file_that_is_too_large_for_memory_is_not_opened(
    book: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = taken(book, tmp_path, photo())
    monkeypatch.setattr(preview_module, "MOST_BYTES", 10)
    monkeypatch.setattr(type(book.vault.evidence), "open", lambda *_given: pytest.fail("it was opened"))
    assert "too large" in preview(book.vault.evidence, item).reason


def test_a_file_that_was_altered_in_the_vault_is_not_shown(book: Casebook, tmp_path: Path) -> None:
    item = taken(book, tmp_path, photo())
    stored = book.vault.path / "evidence" / item.text("blob_name")
    stored.write_bytes(stored.read_bytes()[:-1] + b"\0")
    with pytest.raises(DamagedError):
        preview(book.vault.evidence, item)


def test_a_thumbnail_is_small_and_of_nothing_disturbing(book: Casebook, tmp_path: Path) -> None:
    item = taken(book, tmp_path, photo(size=(400, 200)))
    small = thumbnail(book.vault.evidence, item)
    assert small is not None
    assert (small.width, small.height) == (96, 48)
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(item.id, {"graphic": "yes"}))
    hidden = book.read(lambda reader: reader.get(item.id))
    assert thumbnail(book.vault.evidence, hidden) is None


def test_of_a_text_or_a_broken_picture_there_is_no_thumbnail(book: Casebook, tmp_path: Path) -> None:
    assert thumbnail(book.vault.evidence, taken(book, tmp_path, b"Invented.")) is None
    assert thumbnail(book.vault.evidence, taken(book, tmp_path, bomb())) is None
