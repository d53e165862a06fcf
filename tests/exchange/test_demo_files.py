from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from casefile.base.config import resource
from casefile.casework.evidence import links_of
from casefile.exchange import demo_files
from casefile.exchange.preview import preview

if TYPE_CHECKING:
    from casefile.casework.book import Snapshot
    from casefile.store.casebook import Casebook

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def with_files(book: Casebook) -> list[Snapshot]:
    demo_files.fill(book, NOW)
    return [one for one in book.read(lambda reader: reader.of("evidence_item")) if one.text("blob_name")]


def test_every_file_is_shown_linked_and_marked_but_for_the_statement(book: Casebook) -> None:
    found = with_files(book)
    assert len(found) == 4
    for item in found:
        shown = preview(book.vault.evidence, item)
        assert shown.picture or shown.pdf or shown.text
        assert book.read(partial(links_of, item=item.id))
        if item.text("file_name") == "statement.txt":
            assert item.text("invented") == ""
        else:
            assert item.text("invented") == "yes"
            assert item.text("title").endswith("(invented)")
            assert item.text("note").startswith("Invented for training.")


def test_the_statement_is_as_it_was_published(book: Casebook) -> None:
    (item,) = [one for one in with_files(book) if one.text("file_name") == "statement.txt"]
    kept = book.vault.evidence.open(item.text("blob_name"), item.text("blob_key")).read()
    assert kept == resource("demo", "statement.txt").read_bytes()


def test_the_vault_checks_out_and_the_picture_says_what_a_phone_would(book: Casebook) -> None:
    found = with_files(book)
    (gate,) = [one for one in found if one.text("file_name") == "gate.jpg"]
    assert "Taken: 2026-03-10T18:24+05:00" in gate.text("file_details")
    assert book.check() == []
