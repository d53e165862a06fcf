from __future__ import annotations

import hashlib
import io
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from casefile.base.errors import DamagedError, DiskFullError, EnvironmentFault, UserError
from casefile.vault.blobs import Evidence

CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def cut_short(content: bytes) -> bytes:
    return content[:-70_000]


def one_bit(content: bytes) -> bytes:
    return content[:-100] + bytes([content[-100] ^ 1]) + content[-99:]


def test_a_file_taken_in_comes_out_as_it_was_and_is_unreadable_on_disk(folder: Path) -> None:
    blob = Evidence(folder).take_in(io.BytesIO(CONTENT))
    assert (blob.size, blob.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    assert Evidence(folder).open(blob.name, blob.identity).read() == CONTENT
    assert CONTENT[:64] not in (folder / blob.name).read_bytes()
    Evidence(folder).verify(blob.name, blob.identity, blob.sha256)


@pytest.mark.parametrize("change", [cut_short, one_bit, lambda _content: b""])
def test_an_altered_file_is_a_finding_and_never_an_accident(folder: Path, change: Callable[[bytes], bytes]) -> None:
    evidence = Evidence(folder)
    blob = evidence.take_in(io.BytesIO(CONTENT))
    path = folder / blob.name
    path.write_bytes(change(path.read_bytes()))
    assert evidence.problem(blob.name, blob.identity, blob.sha256)
    with pytest.raises(DamagedError):
        evidence.verify(blob.name, blob.identity, blob.sha256)


def test_a_missing_file_and_a_key_of_another_are_findings(folder: Path) -> None:
    evidence = Evidence(folder)
    one, other = evidence.take_in(io.BytesIO(b"one")), evidence.take_in(io.BytesIO(b"other"))
    assert evidence.problem(one.name, other.identity, one.sha256)
    assert evidence.problem("0" * 32 + ".age", one.identity, one.sha256)


@pytest.mark.parametrize("name", ["../vault.db", "", "a.age", "/etc/hostname"])
def test_a_name_from_a_record_never_leads_out_of_the_folder(folder: Path, name: str) -> None:
    with pytest.raises(DamagedError, match="does not name one"):
        Evidence(folder).write_to(name, "", io.BytesIO())


def test_a_full_disk_is_called_a_full_disk_and_nothing_stays(folder: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(DiskFullError):
            Evidence(folder).take_in(io.BytesIO(CONTENT))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(folder.iterdir()) == []


class Unplugged(io.BytesIO):
    def read(self, _size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error", "a name that must not be said")


def test_an_original_that_cannot_be_read_leaves_nothing_and_its_name_is_not_said(folder: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        Evidence(folder).take_in(Unplugged())
    assert "must not be said" not in str(caught.value)
    assert caught.value.__suppress_context__
    assert list(folder.iterdir()) == []


def test_taking_in_can_be_cancelled_and_leaves_nothing(folder: Path) -> None:
    done: list[int] = []
    with pytest.raises(UserError):
        Evidence(folder).take_in(io.BytesIO(CONTENT), done.append, lambda: len(done) > 3)
    assert list(folder.iterdir()) == []


def test_a_failing_sink_is_not_mistaken_for_damage(folder: Path) -> None:
    class Full(io.BytesIO):
        def write(self, _data: object, /) -> int:
            raise OSError(28, "No space left on device")

    blob = Evidence(folder).take_in(io.BytesIO(CONTENT))
    with pytest.raises(OSError, match="No space"):
        Evidence(folder).write_to(blob.name, blob.identity, Full())
