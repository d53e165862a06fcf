from __future__ import annotations

from casefile.base.clock import NO_ID, RecordId
from casefile.store.casebook import Casebook
from casefile.ui import drafts
from casefile.ui.record_form import Draft
from casefile.vault.vault import Vault

PLANTED = "HalfTypedNameOfATest"
SOMEBODY = RecordId(bytes(range(16)))


def a_draft() -> Draft:
    return Draft("name", NO_ID, b"", {"person": SOMEBODY}, {"full_name": PLANTED, "language": "kk", "note": "a\nb"})


def test_drafts_come_back_as_they_were_kept(book: Casebook) -> None:
    edited = Draft(
        "person", SOMEBODY, b"version", {}, {"nationalities": ("kz", "ru"), "birthplace": SOMEBODY, "age": "abou"}
    )
    drafts.keep(book, [a_draft(), edited])
    assert drafts.kept(book) == [a_draft(), edited]


def test_keeping_none_forgets_those_kept_before(book: Casebook) -> None:
    drafts.keep(book, [a_draft()])
    drafts.keep(book, [])
    assert drafts.kept(book) == []


def test_a_field_that_is_no_longer_there_is_left_out(book: Casebook) -> None:
    drafts.keep(
        book, [Draft("name", NO_ID, b"", {}, {"full_name": "A", "shoe_size": "43"}), Draft("ship", NO_ID, b"", {}, {})]
    )
    assert [dict(draft.typed) for draft in drafts.kept(book)] == [{"full_name": "A"}]


def test_no_file_of_the_vault_holds_a_draft_in_the_clear(book: Casebook, vault: Vault) -> None:
    drafts.keep(book, [a_draft()])
    assert drafts.kept(book)
    files = [path for path in vault.path.rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if PLANTED.encode() in path.read_bytes()] == []
