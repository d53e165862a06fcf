from __future__ import annotations

import errno
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from casefile.base.clock import Clock, RecordId
from casefile.base.errors import DiskFullError
from casefile.casework.acts import Act
from casefile.merge import address_book
from casefile.merge.bundle import own_receipt
from casefile.merge.contact_cards import own_card
from casefile.merge.receipts import keep_receipt
from casefile.merge.receiving import Delivery, receive
from casefile.merge.sending import Sent, recipients, send
from merge.conftest import Office, acquaint
from vault.canary import Canary

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def two(aktau: Office, almaty: Office) -> tuple[Office, Office]:
    acquaint(aktau, almaty)
    return aktau, almaty


def add(office: Office, name: str = "Aisha Example") -> RecordId:
    return office.book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name=name)).value


def add_evidence(office: Office, content: bytes) -> tuple[RecordId, str]:
    blob = office.book.vault.evidence.take_in(io.BytesIO(content))
    values: dict[str, Any] = {"blob_name": blob.name, "blob_key": blob.identity, "sha256": blob.sha256}
    made = office.book.transact(
        Act.ADD_RECORD, lambda writer: writer.insert("evidence_item", title="Photo", **values)
    ).value
    return made, blob.name


def posted(source: Office, to: str, name: str = "a.casefile-bundle", **more: Any) -> Path:
    return posting(source, to, name, **more)[0]


def posting(source: Office, to: str, name: str = "a.casefile-bundle", **more: Any) -> tuple[Path, Sent]:
    path = source.path.parent / name
    return path, send(source.book, recipients(source.book, [to]), path, NOW, **more)


def got(office: Office, *paths: Path, **more: Any) -> Delivery:
    return receive(office.book, paths, NOW, **more)


def why(delivery: Delivery) -> list[str]:
    return [one.why for one in delivery.refused]


def people(office: Office) -> set[str]:
    return office.book.read(lambda reader: {one.text("shown_name") for one in reader.of("person")})


def files(office: Office) -> set[str]:
    return {path.name for path in (office.path / "evidence").iterdir()}


def test_what_one_office_sends_the_other_has_then(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    add(aktau)
    delivery = got(almaty, posted(aktau, "Almaty"))
    assert people(almaty) == {"Aisha Example"}
    assert delivery.account.count("new") == 1
    assert [one.card.name for one in delivery.received] == ["Aktau"]
    assert almaty.book.check() == []


def test_a_rehearsal_keeps_nothing_at_all(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    add_evidence(aktau, b"picture")
    path = posted(aktau, "Almaty", evidence=True)
    before = settings(almaty)
    delivery = got(almaty, path, dry_run=True)
    assert delivery.account.count("new") == 1
    assert almaty.book.acts() == []
    assert files(almaty) == set()
    assert settings(almaty) == before


def settings(office: Office) -> list[Any]:
    connection = office.book.vault.connect()
    rows: list[Any] = connection.execute("SELECT name, value FROM book_setting ORDER BY name").fetchall()
    connection.close()
    return rows


def test_a_bundle_that_comes_again_changes_nothing_and_is_said_to_have_come(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    add(aktau)
    path = posted(aktau, "Almaty")
    got(almaty, path)
    before = almaty.book.outgoing()
    again = receive(almaty.book, [path], NOW + timedelta(days=3))
    assert [one.again for one in again.received] == ["2026-03-04"]
    assert again.act == b""
    assert almaty.book.outgoing() == before


def test_a_bundle_for_others_is_refused_and_changes_nothing(two: tuple[Office, Office], oral: Office) -> None:
    aktau, _almaty = two
    add(aktau)
    assert why(got(oral, posted(aktau, "Almaty"))) == ["not_for_us"]
    assert oral.book.acts() == []


def test_a_signer_whom_nobody_knows_is_refused_with_their_words(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    add(aktau)
    words = " ".join(address_book.remove(almaty.book, "Aktau").card.words)
    path = posted(aktau, "Almaty")
    [refused] = got(almaty, path).refused
    assert refused.why == "unknown_signer"
    assert words in refused.reason
    assert people(almaty) == set()
    assert got(almaty, path, trust_unknown=True).account.count("new") == 1
    assert [(one.name, one.compared) for one in address_book.contacts(almaty.book)] == [("Aktau", "")]


def test_a_stranger_under_a_known_name_is_not_taken_even_when_strangers_are_trusted(
    two: tuple[Office, Office], oral: Office
) -> None:
    aktau, almaty = two
    oral.book.set_setting("exchange_name", "Aktau")
    address_book.add(oral.book, address_book.named(aktau.book, "Almaty").card)
    add(oral, "Forged Example")
    path = oral.path.parent / "a.casefile-bundle"
    send(oral.book, recipients(oral.book, ["Almaty"], trust_unknown=True), path, NOW)
    assert why(got(almaty, path, trust_unknown=True)) == ["unknown_signer"]
    assert people(almaty) == set()


def test_one_bad_bundle_does_not_keep_the_others_out(two: tuple[Office, Office], tmp_path: Path) -> None:
    aktau, almaty = two
    add(aktau)
    good = posted(aktau, "Almaty")
    bad = tmp_path / "bad.casefile-bundle"
    bad.write_bytes(good.read_bytes()[:-100])
    delivery = got(almaty, bad, good)
    assert why(delivery) == ["cut_short"]
    assert people(almaty) == {"Aisha Example"}


def test_evidence_travels_as_the_age_file_that_it_is(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    record, name = add_evidence(aktau, b"\xff\xd8 picture")
    delivery = got(almaty, posted(aktau, "Almaty", evidence=True))
    assert [one.files for one in delivery.received] == [1]
    item = almaty.book.read(lambda reader: reader.get(record))
    assert almaty.book.vault.evidence.open(name, item.text("blob_key")).read() == b"\xff\xd8 picture"
    assert (almaty.path / "evidence" / name).read_bytes() == (aktau.path / "evidence" / name).read_bytes()
    assert almaty.book.check() == []


def test_without_evidence_the_file_stays_and_the_next_receipt_asks_for_it(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    _record, name = add_evidence(aktau, b"picture")
    got(almaty, posted(aktau, "Almaty"))
    assert files(almaty) == set()
    got(aktau, posted(almaty, "Aktau"))
    path, sent = posting(aktau, "Almaty", evidence=True)
    assert (sent.written.changes, sent.written.files) == (0, 1)
    got(almaty, path)
    assert files(almaty) == {name}


def test_a_file_that_is_here_is_never_overwritten_by_another_of_its_name(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    _record, name = add_evidence(aktau, b"picture")
    path = posted(aktau, "Almaty", evidence=True)
    (almaty.path / "evidence" / name).write_bytes(b"mine")
    got(almaty, path)
    assert (almaty.path / "evidence" / name).read_bytes() == b"mine"


def test_the_file_of_a_record_that_was_erased_here_is_not_taken(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    record, name = add_evidence(aktau, b"picture")
    got(almaty, posted(aktau, "Almaty"))
    almaty.book.transact(Act.ERASE_RECORD, lambda writer: writer.erase(record))
    got(almaty, posted(aktau, "Almaty", evidence=True))
    assert name not in files(almaty)


def test_a_file_that_no_record_speaks_of_is_not_taken(
    two: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    aktau, almaty = two
    blob = aktau.book.vault.evidence.take_in(io.BytesIO(b"stowaway"))
    add(aktau)
    monkeypatch.setattr("casefile.merge.sending.evidence_names", lambda _book: {blob.name: b"x"})
    path = aktau.path.parent / "a.casefile-bundle"
    monkeypatch.setattr("casefile.store.merging.Selection.records", lambda _selection: frozenset({b"x"}))
    send(aktau.book, recipients(aktau.book, ["Almaty"]), path, NOW, evidence=True)
    got(almaty, path)
    assert people(almaty) == {"Aisha Example"}
    assert files(almaty) == set()


def test_no_room_for_a_file_leaves_the_book_as_it_was_and_nothing_half_made(
    two: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    aktau, almaty = two
    add_evidence(aktau, b"picture" * 100_000)
    path = posted(aktau, "Almaty", evidence=True)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("casefile.vault.blobs.os.fsync", full)
        with pytest.raises(DiskFullError):
            got(almaty, path)
    assert almaty.book.acts() == []
    assert files(almaty) == set()
    assert got(almaty, path).account.count("new") == 1


def test_only_what_is_not_known_by_the_last_receipt_is_sent(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    person = add(aktau)
    got(almaty, posted(aktau, "Almaty"))
    got(aktau, posted(almaty, "Aktau"))
    aktau.book.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, {"sex": "female"}))
    path, sent = posting(aktau, "Almaty")
    assert (sent.written.changes, sent.written.left_out) == (1, 1)
    assert got(almaty, path).account.count("updated") == 1


def test_a_receipt_that_says_too_much_makes_wait_and_the_next_one_mends_it(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    person = add(aktau)
    keep_receipt(aktau.book, own_card(almaty.book, NOW.date()).signing_key, own_receipt(aktau.book))
    aktau.book.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, {"sex": "female"}))
    assert got(almaty, posted(aktau, "Almaty")).account.count("waiting") == 1
    assert people(almaty) == set()
    got(aktau, posted(almaty, "Aktau"))
    got(almaty, posted(aktau, "Almaty"))
    assert people(almaty) == {"Aisha Example"}
    assert aktau.book.known_changes() == almaty.book.known_changes()


def test_an_erasure_reaches_whoever_was_sent_the_record_whatever_is_asked_for(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    gone, other = add(aktau), add(aktau, "Bolat Example")
    got(almaty, posted(aktau, "Almaty"))
    got(aktau, posted(almaty, "Aktau"))
    aktau.book.transact(Act.ERASE_RECORD, lambda writer: writer.erase(gone))
    got(almaty, posted(aktau, "Almaty", about=[other]))
    assert people(almaty) == {"Bolat Example"}


def test_a_merge_that_came_by_a_bundle_is_taken_back_as_a_whole_and_does_not_creep_back(
    two: tuple[Office, Office],
) -> None:
    aktau, almaty = two
    add(aktau)
    act = got(almaty, posted(aktau, "Almaty")).act
    almaty.book.undo(act)
    assert people(almaty) == set()
    got(aktau, posted(almaty, "Aktau"))
    _path, sent = posting(aktau, "Almaty")
    assert sent.written.changes == 0


def test_no_word_of_a_case_lies_in_a_bundle_or_beside_it(two: tuple[Office, Office], tmp_path: Path) -> None:
    aktau, almaty = two
    canary = Canary()
    add(aktau, f"Aisha {canary.text}")
    add_evidence(aktau, canary.text.encode() * 100)
    got(almaty, posted(aktau, "Almaty", evidence=True))
    assert canary.seen_below(tmp_path) == {}
    assert b"Almaty" not in (tmp_path / "a.casefile-bundle").read_bytes()
    assert people(almaty) == {f"Aisha {canary.text}"}


def test_a_clock_of_another_century_decides_nothing(two: tuple[Office, Office]) -> None:
    aktau, almaty = two
    add(aktau)
    path = aktau.path.parent / "old.casefile-bundle"
    send(aktau.book, recipients(aktau.book, ["Almaty"]), path, datetime(1970, 1, 1, tzinfo=UTC))
    assert receive(almaty.book, [path], datetime(2099, 1, 1, tzinfo=UTC)).account.count("new") == 1
    assert Clock().now().year < 2099
