from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from casefile.casework.acts import Act
from casefile.merge import address_book, bundle, bundle_file
from casefile.merge.bundle import Contents, open_bundle, write_bundle
from casefile.merge.bundle_file import BundleRefusedError, Why, frame
from casefile.merge.contact_cards import own_card, own_keys
from casefile.merge.receiving import receive
from merge.conftest import Office, acquaint

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def two(aktau: Office, almaty: Office) -> tuple[Office, Office]:
    acquaint(aktau, almaty)
    aktau.book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Aisha Example"))
    return aktau, almaty


Alter = Callable[[Iterator[bytes]], Iterator[bytes]]


def forged(two: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch, alter: Alter) -> Path:
    """A bundle that its own sender signed, with what casefile would not write."""
    aktau, almaty = two
    as_it_is = bundle._pieces

    def altered(*arguments: Any) -> Iterator[bytes]:
        return alter(as_it_is(*arguments))

    path = aktau.path.parent / "forged.casefile-bundle"
    with monkeypatch.context() as patched:
        patched.setattr(bundle, "_pieces", altered)
        write_bundle(aktau.book, path, [own_card(almaty.book, NOW.date())], Contents(), NOW)
    return path


def with_head(change: Callable[[dict[str, Any]], None]) -> Alter:
    def alter(pieces: Iterator[bytes]) -> Iterator[bytes]:
        told = json.loads(next(pieces)[9:])
        change(told)
        yield frame(b"H", json.dumps(told).encode())
        yield from pieces

    return alter


def with_changes(change: Callable[[list[Any]], Any]) -> Alter:
    def alter(pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            if piece[:1] != b"C":
                yield piece
                continue
            lines = [change(json.loads(line)) for line in piece[9:].splitlines()]
            yield frame(b"C", b"".join(json.dumps(line).encode() + b"\n" for line in lines))

    return alter


def why(office: Office, path: Path) -> list[str]:
    delivery = receive(office.book, [path], NOW)
    assert office.book.acts() == []
    return [one.why for one in delivery.refused]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda told: told.update(version=2), "newer"),
        (lambda told: told.update(card=None), "forged"),
        (lambda told: told["card"].update(name="Somebody Else"), "forged"),
        (lambda told: told.update({"for": []}), "passed_on"),
        (lambda told: told.update({"for": ["00" * 16]}), "passed_on"),
        (lambda told: told.update({"for": None}), "damaged"),
        (lambda told: told.update(salt="zz"), "damaged"),
        (lambda told: told.update(made="yesterday"), "damaged"),
        (lambda told: told.update(about=["x"]), "damaged"),
        (lambda told: told.update(receipt={"step": 0}), "damaged"),
        (lambda told: told.pop("id"), "damaged"),
    ],
)
def test_a_head_that_does_not_say_what_it_should_refuses_the_whole(
    two: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, Any]], None], reason: str
) -> None:
    assert why(two[1], forged(two, monkeypatch, with_head(change))) == [reason]


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line[:-1],
        lambda line: {"id": line[0]},
        lambda line: ["zz" * 16, *line[1:]],
        lambda line: [line[0], 7, *line[2:]],
        lambda line: [line[0], -1, *line[2:]],
        lambda line: [line[0], True, *line[2:]],
        lambda line: [*line[:6], "not json"],
        lambda line: [*line[:6], json.dumps({"sex": 5})],
        lambda line: [line[0][:-2], *line[1:]],
    ],
)
def test_a_change_that_cannot_be_refuses_the_whole_bundle_and_no_trace_of_it_stays(
    two: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch, change: Callable[[list[Any]], Any]
) -> None:
    path = forged(two, monkeypatch, with_changes(change))
    assert why(two[1], path) == ["altered"]
    # Its receipt is not believed either.
    assert two[1].book.setting("exchange_receipt_" + own_card(two[0].book, NOW.date()).signing_key) == ""


def test_a_name_of_an_evidence_file_is_never_a_path(
    two: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    def alter(pieces: Iterator[bytes]) -> Iterator[bytes]:
        yield from pieces
        yield frame(b"E", b"../vault.toml".ljust(36) + b"x")

    before = (two[1].path / "vault.toml").read_bytes()
    assert why(two[1], forged(two, monkeypatch, alter)) == ["damaged"]
    assert (two[1].path / "vault.toml").read_bytes() == before


def test_a_file_that_comes_twice_under_one_name_refuses_the_whole(
    two: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    def alter(pieces: Iterator[bytes]) -> Iterator[bytes]:
        yield from pieces
        for content in (b"one", b"two"):
            yield frame(b"E", b"0123456789abcdef0123456789abcdef.age" + content)

    assert why(two[1], forged(two, monkeypatch, alter)) == ["damaged"]


def test_what_one_recipient_makes_anew_for_another_is_not_taken_as_sent_to_them(
    two: tuple[Office, Office], oral: Office
) -> None:
    aktau, almaty = two
    acquaint(aktau, almaty, oral)
    path = aktau.path.parent / "a.casefile-bundle"
    write_bundle(aktau.book, path, [own_card(almaty.book, NOW.date())], Contents(), NOW)
    pieces: list[bytes] = []

    class Kept:
        def write(self, data: bytes) -> int:
            pieces.append(data)
            return len(data)

        def flush(self) -> None:
            """Nothing waits."""

    bundle_file.read_through(path, own_keys(almaty.book).age, Kept())  # type: ignore[arg-type] # a payload as it is
    passed = path.with_name("passed.casefile-bundle")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bundle_file, "_signed", lambda content, _key: iter(content))
        bundle_file.write_bundle_file(
            passed, [own_card(oral.book, NOW.date()).recipient], pieces, own_keys(almaty.book).signing
        )
    with pytest.raises(BundleRefusedError) as refusal:
        open_bundle(passed, own_keys(oral.book))
    assert refusal.value.why == Why.PASSED_ON


def test_everyone_to_whom_it_goes_opens_it_and_it_names_none_of_them(two: tuple[Office, Office], oral: Office) -> None:
    aktau, almaty = two
    acquaint(aktau, almaty, oral)
    path = aktau.path.parent / "a.casefile-bundle"
    cards = [one.card for one in address_book.contacts(aktau.book)]
    write_bundle(aktau.book, path, cards, Contents(), NOW)
    for office in (almaty, oral):
        opened = open_bundle(path, own_keys(office.book))
        assert opened.sender == own_card(aktau.book, NOW.date())
        told = json.dumps([json.loads(line) for block in opened._acts + opened._changes for line in block.splitlines()])
        assert not any(card.recipient in told or card.name in told for card in cards)


def test_a_bundle_is_written_in_pieces_however_much_it_holds(
    two: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    aktau, almaty = two
    rows = [{"shown_name": f"Person {number}"} for number in range(300)]
    aktau.book.transact(Act.ADD_RECORDS, lambda writer: writer.load("person", rows))
    monkeypatch.setattr(bundle, "_LINES", 2_000)
    path = aktau.path.parent / "a.casefile-bundle"
    made = write_bundle(aktau.book, path, [own_card(almaty.book, NOW.date())], Contents(), NOW)
    assert (made.changes, made.records, made.size) == (301, 301, path.stat().st_size)
    opened = open_bundle(path, own_keys(almaty.book))
    assert len(opened._changes) > 10
    assert [change.id for change in opened.changes()] == [change.id for change in aktau.book.outgoing().changes]
    assert receive(almaty.book, [path], NOW).account.count("new") == 301
    assert almaty.book.outgoing().changes == aktau.book.outgoing().changes


def test_a_stranger_whose_bundle_the_merge_refuses_does_not_come_into_the_address_book(
    two: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    almaty = two[1].book
    address_book.remove(almaty, "Aktau")
    path = forged(two, monkeypatch, with_changes(lambda line: [*line[:6], "not json"]))
    assert [one.why for one in receive(almaty, [path], NOW, trust_unknown=True).refused] == ["altered"]
    assert address_book.contacts(almaty) == []
