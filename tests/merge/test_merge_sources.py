from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

from casefile.base.clock import Clock, RecordId
from casefile.base.errors import DamagedError, DiskFullError, NewerFormatError, UserError
from casefile.casework.acts import Act
from casefile.merge.merge_sources import VaultSource, merge_into, opened_vault
from casefile.vault.blobs import Evidence
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from casefile.store.merging import Account
    from merge.conftest import Office


def merged(into: Office, source: Office, *, dry_run: bool = False) -> Account:
    with opened_vault(source.path, source.unlock, Clock()) as vault:
        return merge_into(into.book, [vault], dry_run=dry_run).value


def add_evidence(office: Office, content: bytes) -> tuple[RecordId, str]:
    blob = office.book.vault.evidence.take_in(io.BytesIO(content))
    values: dict[str, Any] = {"blob_name": blob.name, "blob_key": blob.identity, "sha256": blob.sha256}
    made = office.book.transact(
        Act.ADD_RECORD, lambda writer: writer.insert("evidence_item", title="Photo", **values)
    ).value
    return made, blob.name


def files(office: Office) -> set[str]:
    return {path.name for path in (office.path / "evidence").iterdir()}


def test_a_vault_that_its_owner_has_open_is_merged_as_it_stands(aktau: Office, almaty: Office) -> None:
    almaty.book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Aisha"))
    assert merged(aktau, almaty).count("new") == 1
    almaty.book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Bolat"))
    assert aktau.book.read(lambda reader: reader.count("person")) == 1


def test_an_evidence_file_comes_along_and_opens_with_the_key_in_its_record(aktau: Office, almaty: Office) -> None:
    record, name = add_evidence(almaty, b"\xff\xd8 picture")
    merged(aktau, almaty)
    item = aktau.book.read(lambda reader: reader.get(record))
    assert aktau.book.vault.evidence.open(name, item.text("blob_key")).read() == b"\xff\xd8 picture"
    assert aktau.book.check() == []


def test_a_rehearsal_copies_no_evidence(aktau: Office, almaty: Office) -> None:
    add_evidence(almaty, b"picture")
    merged(aktau, almaty, dry_run=True)
    assert files(aktau) == set()


def test_the_file_of_a_record_erased_here_is_not_fetched_again(aktau: Office, almaty: Office) -> None:
    record, name = add_evidence(almaty, b"picture")
    merged(aktau, almaty)
    aktau.book.transact(Act.ERASE_RECORD, lambda writer: writer.erase(record))
    (aktau.path / "evidence" / name).unlink(missing_ok=True)
    merged(aktau, almaty)
    assert name not in files(aktau)


def test_no_room_for_an_evidence_file_leaves_the_book_as_it_was(
    aktau: Office, almaty: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_evidence(almaty, b"picture")

    def full(_self: Evidence, _name: str, _sealed: BinaryIO) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Evidence, "adopt", full)
    with pytest.raises(DiskFullError):
        merged(aktau, almaty)
    assert aktau.book.acts() == []


def test_a_name_that_leads_out_of_the_folder_is_never_written(aktau: Office) -> None:
    before = (aktau.path / "vault.toml").read_bytes()
    with pytest.raises(DamagedError):
        aktau.book.vault.evidence.adopt("../vault.toml", io.BytesIO(b"x"))
    assert (aktau.path / "vault.toml").read_bytes() == before
    assert files(aktau) == set()


def test_a_file_that_is_here_stays_as_it_is_whatever_another_vault_calls_by_its_name(
    aktau: Office, almaty: Office
) -> None:
    _record, name = add_evidence(aktau, b"mine")
    before = (aktau.path / "evidence" / name).read_bytes()
    assert not aktau.book.vault.evidence.adopt(name, io.BytesIO(b"another"))
    assert (aktau.path / "evidence" / name).read_bytes() == before
    assert almaty.book.acts() == []


def test_a_vault_of_a_later_version_is_refused_by_name(aktau: Office, almaty: Office) -> None:
    connection = almaty.book.vault.connect()
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(NewerFormatError, match="almaty"):
        merged(aktau, almaty)


def test_a_vault_is_not_merged_into_itself(aktau: Office) -> None:
    with pytest.raises(UserError, match="itself"):
        merged(aktau, aktau)


def test_a_source_whose_past_was_rewritten_is_refused_whole(aktau: Office, almaty: Office) -> None:
    person = almaty.book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Aisha")).value
    merged(aktau, almaty)
    almaty.book.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, {"note": "later"}))
    forge(almaty.book.vault, "UPDATE log_change SET parents = id WHERE verb = 2")
    account = merged(aktau, almaty)
    assert [refused.label for refused in account.refused_sources] == ["almaty"]
    assert account.count() == 0
    assert aktau.book.check() == []


def forge(vault: Vault, statement: str) -> None:
    """Write in a vault with another program, which has its key and none of its guards."""
    connection = vault.connect()
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{trigger}"')
    connection.execute(statement)
    connection.close()


def test_what_a_vault_brings_does_not_name_what_is_known_already(aktau: Office, almaty: Office) -> None:
    almaty.book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Aisha"))
    merged(aktau, almaty)
    with opened_vault(almaty.path, almaty.unlock, Clock()) as vault:
        assert isinstance(vault, VaultSource)
        assert list(vault.arrival(aktau.book.known_changes()).changes) == []
        assert len(list(vault.arrival(frozenset()).changes)) == 1


def test_a_folder_that_is_no_vault_is_said_so(aktau: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError), opened_vault(tmp_path / "nothing.casefile", aktau.unlock, Clock()):
        pass


def test_a_merge_that_is_stopped_while_it_reads_leaves_everything_as_it_was(aktau: Office, almaty: Office) -> None:
    almaty.book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Aisha Example"))
    before = aktau.book.outgoing()

    def stop(_changes: int) -> None:
        raise KeyboardInterrupt

    with opened_vault(almaty.path, almaty.unlock, Clock()) as vault, pytest.raises(KeyboardInterrupt):
        merge_into(aktau.book, [vault], read=stop)
    assert aktau.book.outgoing() == before
    assert merged(aktau, almaty).count("new") == 1
