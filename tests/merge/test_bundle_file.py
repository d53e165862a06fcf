from __future__ import annotations

import errno
import io
import json
import struct
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefile.base.errors import DiskFullError
from casefile.merge import bundle_file
from casefile.merge.bundle_file import BundleRefusedError, Payload, Why, frame, read_through, write_bundle_file

OURS, THEIRS = (pyrage.x25519.Identity.generate() for _n in range(2))
SIGNER = Ed25519PrivateKey.generate()
PUBLIC = SIGNER.public_key().public_bytes_raw()
NAME = "0123456789abcdef0123456789abcdef.age"


class Read:
    """What was read of a payload."""

    def __init__(self) -> None:
        self.pieces: list[tuple[bytes, bytes]] = []
        self.files: dict[str, bytearray] = {}
        self.ended: list[str] = []
        self.payload = Payload(lambda kind, content: self.pieces.append((kind, content)), self._begin)

    def _begin(self, name: str, _size: int) -> File:
        self.files[name] = bytearray()
        return File(self, name)


class File:
    def __init__(self, read: Read, name: str) -> None:
        self._read, self._name = read, name

    def write(self, data: bytes) -> None:
        self._read.files[self._name] += data

    def end(self) -> None:
        self._read.ended.append(self._name)


def written(path: Path, *pieces: bytes, key: Ed25519PrivateKey = SIGNER) -> Path:
    write_bundle_file(path, [str(OURS.to_public())], pieces, key)
    return path


def read(path: Path) -> Read:
    made = Read()
    read_through(path, OURS, made.payload)
    made.payload.check(PUBLIC)
    return made


def refused(path: Path) -> Why:
    with pytest.raises(BundleRefusedError) as refusal:
        read(path)
    assert str(refusal.value)
    return refusal.value.why


@pytest.fixture
def good(tmp_path: Path) -> Path:
    content = b"age file" * 50_000
    evidence = bundle_file.evidence_frame(NAME, len(content), io.BytesIO(content))
    return written(tmp_path / "good", frame(b"H", b"{}"), frame(b"A", b"[1]\n"), frame(b"C", b"[2]\n"), *evidence)


def test_a_bundle_is_read_as_it_was_written(good: Path) -> None:
    found = read(good)
    assert found.pieces == [(b"H", b"{}"), (b"A", b"[1]\n"), (b"C", b"[2]\n")]
    assert found.files == {NAME: b"age file" * 50_000}
    assert found.ended == [NAME]


def test_an_empty_evidence_file_is_a_file(tmp_path: Path) -> None:
    pieces = [frame(b"H", b"{}"), *bundle_file.evidence_frame(NAME, 0, io.BytesIO())]
    found = read(written(tmp_path / "x", *pieces))
    assert found.ended == [NAME]


def test_outside_stands_nothing_but_the_format(good: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        assert archive.namelist() == ["casefile.json", "payload.age"]
        assert json.loads(archive.read("casefile.json")) == {"format": "casefile-bundle", "version": 1}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_the_debian_program_age_opens_it_with_the_key_alone(good: Path, tmp_path: Path) -> None:
    import subprocess  # noqa: PLC0415 - for this one

    (tmp_path / "key").write_text(str(OURS), encoding="ascii")
    with zipfile.ZipFile(good) as archive:
        sealed = archive.read("payload.age")
    opened = subprocess.run(["age", "-d", "-i", tmp_path / "key"], input=sealed, capture_output=True, check=True)
    assert opened.stdout.startswith(frame(b"H", b"{}"))


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_what_was_cut_short_is_said_to_be_not_whole(good: Path, share: float) -> None:
    content = good.read_bytes()
    good.write_bytes(content[: int(len(content) * share)])
    assert refused(good) == Why.CUT_SHORT


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_bundle_with_one_bit_turned_is_refused_or_reads_the_same(good: Path, place: float, bit: int) -> None:
    content = bytearray(good.read_bytes())
    content[int(len(content) * place)] ^= 1 << bit
    altered = good.with_name("altered")
    altered.write_bytes(content)
    try:
        found = read(altered)
    except BundleRefusedError:
        return
    # A date or a name of the zip that nothing depends on.
    assert (found.pieces, found.files) == (read(good).pieces, read(good).files)


@pytest.mark.parametrize("content", [b"hello", b"PK", b"\x00" * 1000, b"\xff\xd8\xff picture" * 100])
def test_what_is_no_bundle_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    assert refused(tmp_path / "x") == Why.NO_BUNDLE


def archive_of(path: Path, entries: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


MANIFEST = b'{"format": "casefile-bundle", "version": 1}'


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ({"../../vault.db": b"x", "payload.age": b"x"}, Why.NO_BUNDLE),
        ({"casefile.json": MANIFEST, "/etc/passwd": b"x"}, Why.NO_BUNDLE),
        ({"casefile.json": MANIFEST}, Why.NO_BUNDLE),
        ({"casefile.json": MANIFEST, "payload.age": b"x", "more": b""}, Why.NO_BUNDLE),
        ({"casefile.json": b"{}", "payload.age": b"x"}, Why.NO_BUNDLE),
        ({"casefile.json": b"[" * 900, "payload.age": b"x"}, Why.NO_BUNDLE),
        ({"casefile.json": b" " * 2000, "payload.age": b"x"}, Why.NO_BUNDLE),
        ({"casefile.json": b'{"format": "casefile-bundle", "version": 2}', "payload.age": b"x"}, Why.NEWER),
        ({"casefile.json": MANIFEST, "payload.age": b"x"}, Why.DAMAGED),
    ],
)
def test_a_zip_that_casefile_would_not_write_is_refused(tmp_path: Path, entries: dict[str, bytes], why: Why) -> None:
    assert refused(archive_of(tmp_path / "x", entries)) == why


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = archive_of(tmp_path / "x", {"casefile.json": MANIFEST, "payload.age": bytes(1 << 24)}, zipfile.ZIP_DEFLATED)
    assert bomb.stat().st_size < 1 << 20
    assert refused(bomb) == Why.DAMAGED


def test_of_many_entries_not_even_the_list_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive_of(tmp_path / "x", {f"{number}": b"" for number in range(20_000)})

    def never(*_arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr("casefile.merge.bundle_file.zipfile.ZipFile", never)
    assert refused(path) == Why.NO_BUNDLE


def test_a_size_that_was_made_up_is_found(good: Path) -> None:
    content = bytearray(good.read_bytes())
    listed = content.rfind(b"PK\x01\x02")
    struct.pack_into("<LL", content, listed + 20, 1 << 30, 1 << 30)
    good.write_bytes(content)
    assert refused(good) == Why.DAMAGED


def test_what_others_can_open_we_cannot(tmp_path: Path) -> None:
    write_bundle_file(tmp_path / "x", [str(THEIRS.to_public())], [frame(b"H", b"{}")], SIGNER)
    assert refused(tmp_path / "x") == Why.NOT_FOR_US


def test_the_signature_of_another_key_is_a_forgery(tmp_path: Path) -> None:
    assert refused(written(tmp_path / "x", frame(b"H", b"{}"), key=Ed25519PrivateKey.generate())) == Why.FORGED


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [frame(b"C", b"[]")],
        [frame(b"H", b"{}"), frame(b"H", b"{}")],
        [frame(b"H", b"{}"), frame(b"C", b""), frame(b"A", b"")],
        [frame(b"H", b"{}"), frame(b"X", b"")],
        [frame(b"H", b"{}"), frame(b"E", b"short")],
        [frame(b"H", b"{}"), frame(b"E", b"\xff" * 36)],
        [frame(b"H", b"{}"), frame(b"S", b"x" * 64)],
        [frame(b"H", b"{}"), frame(b"S", b"x" * 63)],
        [frame(b"H", b"{}"), struct.pack(">cQ", b"C", 1 << 40)],
        [frame(b"H", b"{}"), struct.pack(">cQ", b"E", 1 << 50) + NAME.encode()],
        [struct.pack(">cQ", b"H", 1 << 30)],
        [frame(b"H", b"{}")[:5]],
    ],
)
def test_a_payload_out_of_order_or_out_of_measure_is_refused(tmp_path: Path, pieces: list[bytes]) -> None:
    assert refused(written(tmp_path / "x", *pieces)) in {Why.DAMAGED, Why.FORGED}


def test_a_payload_that_lost_its_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_file, "_signed", lambda pieces, _key: iter(pieces))
    assert refused(written(tmp_path / "x", frame(b"H", b"{}"), frame(b"C", b"[]\n"))) == Why.DAMAGED


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_in_whatever_pieces_it_comes_the_same_is_read(cuts: list[int]) -> None:
    content = b"age file" * 9
    sent = [frame(b"H", b"{}"), frame(b"C", b"[]\n"), *bundle_file.evidence_frame(NAME, 72, io.BytesIO(content))]
    stream = b"".join(bundle_file._signed(sent, SIGNER))
    made = Read()
    while stream:
        size = cuts[len(stream) % len(cuts)]
        made.payload.write(stream[:size])
        stream = stream[size:]
    made.payload.check(PUBLIC)
    assert made.files == {NAME: content}
    assert made.pieces == [(b"H", b"{}"), (b"C", b"[]\n")]


def failing(pieces: Iterable[bytes], failure: BaseException) -> Iterator[bytes]:
    yield from pieces
    raise failure


def test_whatever_stops_the_writing_nothing_stays_and_what_was_there_is_unharmed(good: Path, tmp_path: Path) -> None:
    before = good.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        write_bundle_file(good, [str(OURS.to_public())], failing([frame(b"H", b"{}")], KeyboardInterrupt()), SIGNER)
    assert good.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["good"]


def test_a_full_disk_is_said_and_nothing_half_made_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("casefile.merge.bundle_file.os.fsync", full)
    with pytest.raises(DiskFullError):
        written(tmp_path / "x", frame(b"H", b"{}"))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_while_it_is_written_is_said_as_such(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield frame(b"H", b"{}")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFullError):
        write_bundle_file(tmp_path / "x", [str(OURS.to_public())], pieces(), SIGNER)
    assert list(tmp_path.iterdir()) == []
