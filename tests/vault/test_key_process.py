from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from casefile.base.clock import Clock
from casefile.base.errors import EnvironmentFault, UserError, WrongKeyError
from casefile.vault import key_process
from casefile.vault.key_child import DONE, MAGIC, REFUSED
from casefile.vault.key_process import KeyMemoryError, KeyProcessError, command, seal, unseal
from casefile.vault.keyslots import Passphrase
from casefile.vault.vault import Vault
from vault.conftest import PASSPHRASE

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def every_byte(path: Path) -> dict[str, bytes]:
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}


@pytest.fixture
def slot(path: Path) -> bytes:
    (found,) = (path / "keys").glob("passphrase-*.age")
    return found.read_bytes()


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Start another program in the place of the one that works out keys."""

    def start(code: str) -> None:
        made = [sys.executable, "-I", "-S", "-c", textwrap.dedent(code)]
        monkeypatch.setattr(key_process, "command", lambda: made)

    return start


def test_the_words_unseal_what_they_sealed_and_others_do_not() -> None:
    sealed = seal(b"key" * 10, "слова")
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert bytes(unseal(sealed, "слова") or b"") == b"key" * 10
    assert unseal(sealed, "слово") is None


@pytest.mark.usefixtures("no_collection")
def test_other_threads_go_on_while_a_key_is_worked_out(
    slot: bytes, instead: Callable[[str], None], tmp_path: Path
) -> None:
    """The process waits for a file that another thread writes: if Python were kept from it, neither would end."""
    sign = tmp_path / "sign"
    real = command()
    instead(
        f"""
        import os, time
        while not os.path.exists({str(sign)!r}):
            time.sleep(0.01)
        os.execv({real[0]!r}, {real!r})
        """
    )
    asked, ticks = threading.Event(), 0

    def cancelled() -> bool:
        asked.set()
        return False

    def tick() -> None:
        nonlocal ticks
        asked.wait()
        while ticks < 1000:
            ticks += 1
        sign.touch()

    ticking = threading.Thread(target=tick)
    ticking.start()
    assert unseal(slot, PASSPHRASE, cancelled) is not None
    ticking.join()
    assert ticks == 1000


@LINUX
def test_no_secret_is_in_the_arguments_the_environment_or_the_open_files_of_the_process(
    slot: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, bytes] = {}
    really = key_process._write

    def look(process: subprocess.Popen[bytes], request: bytearray) -> None:
        assert PASSPHRASE.encode() in request
        place = Path("/proc") / str(process.pid)
        while not (place / "cmdline").read_bytes():
            # It is there a moment after the program was started.
            pass
        seen["arguments"] = (place / "cmdline").read_bytes()
        seen["environment"] = (place / "environ").read_bytes()
        seen["files"] = b" ".join(os.fsencode(one.readlink()) for one in (place / "fd").iterdir())
        really(process, request)

    monkeypatch.setattr(key_process, "_write", look)
    key = unseal(slot, PASSPHRASE)
    assert key is not None
    assert sorted(seen) == ["arguments", "environment", "files"]
    assert b"key_child" in seen["arguments"]
    for place, said in seen.items():
        for secret in (PASSPHRASE.encode(), slot[:40], bytes(key), bytes(key).hex().encode()):
            assert secret not in said, place
    assert re.fullmatch(rb"(pipe:\[\d+\] ?|/dev/null ?|/\S+\.(so|py|pyc)\S* ?)+", seen["files"] + b" "), seen["files"]


def test_the_process_is_gone_when_it_answered_and_when_it_was_cancelled(
    slot: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    really = key_process._started

    def watch() -> subprocess.Popen[bytes]:
        started.append(really())
        return started[-1]

    monkeypatch.setattr(key_process, "_started", watch)
    unseal(slot, PASSPHRASE)
    answers = iter([False, False, True])
    with pytest.raises(UserError, match="Cancelled"):
        unseal(slot, PASSPHRASE, lambda: next(answers))
    assert [process.returncode is not None for process in started] == [True, True]
    assert started[0].returncode == 0
    assert started[1].returncode != 0


def test_cancelling_the_opening_of_a_vault_leaves_it_as_it_was_and_free(path: Path, secret: str) -> None:
    del secret
    before = every_byte(path)
    with pytest.raises(UserError, match="Cancelled"):
        Vault.open(path, Passphrase(PASSPHRASE), Clock(), cancelled=lambda: True)
    assert every_byte(path) == before


def test_cancelling_the_making_of_a_vault_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Cancelled"):
        Vault.create(tmp_path / "new", PASSPHRASE, Clock(), cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


ENDINGS = {
    "dies at once": "raise SystemExit(3)",
    "is killed": "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "says nothing": "import sys; sys.stdin.buffer.read()",
    "says nonsense": "import sys; sys.stdin.buffer.read(); print('nonsense')",
    "says half": f"import os; os.read(0, 9999); os.write(1, {MAGIC + DONE!r})",
    "says too much of a refusal": f"import os; os.read(0, 9999); os.write(1, {MAGIC + REFUSED + b'x'!r})",
    "gives a key and fails": f"import os; os.read(0, 9999); os.write(1, {MAGIC + DONE + bytes(32)!r}); os._exit(1)",
    "never stops": "import os\nos.read(0, 9999)\nwhile True: os.write(1, bytes(9999))",
    "never reads": f"import os; os.write(1, {b'x' * 70_000!r})",
}


@POSIX
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_process_without_a_right_answer_is_a_fault_and_the_vault_is_unharmed(
    ending: str, path: Path, instead: Callable[[str], None]
) -> None:
    before = every_byte(path)
    instead(ENDINGS[ending])
    with pytest.raises(KeyProcessError, match="Nothing was changed") as met:
        Vault.open(path, Passphrase(PASSPHRASE), Clock())
    assert not isinstance(met.value, KeyMemoryError)
    assert PASSPHRASE not in str(met.value)
    assert every_byte(path) == before


@POSIX
@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGKILL])
def test_a_process_that_the_system_ended_for_want_of_memory_says_so(
    number: int, slot: bytes, instead: Callable[[str], None]
) -> None:
    instead(f"import os; os.kill(os.getpid(), {int(number)})")
    with pytest.raises(KeyMemoryError, match="not enough memory"):
        unseal(slot, PASSPHRASE)


@POSIX
def test_want_of_memory_in_the_process_is_told_from_a_wrong_passphrase(
    path: Path, instead: Callable[[str], None]
) -> None:
    real = command()
    instead(
        f"""
        import os, resource
        # Less than any slot takes: how much that is, is chosen by how fast the machine was when the slot was made.
        resource.setrlimit(resource.RLIMIT_AS, (80_000_000, 80_000_000))
        os.execv({real[0]!r}, {real!r})
        """
    )
    before = every_byte(path)
    with pytest.raises(KeyMemoryError, match="half a gigabyte"):
        Vault.open(path, Passphrase(PASSPHRASE), Clock())
    with pytest.raises(KeyMemoryError, match="half a gigabyte"):
        Vault.create(path.with_name("new"), PASSPHRASE, Clock())
    assert every_byte(path) == before
    assert list(path.parent.iterdir()) == [path]


def test_a_process_that_cannot_be_started_is_said(slot: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(Path("nowhere") / "python"))
    with pytest.raises(KeyProcessError, match="could not be started"):
        unseal(slot, PASSPHRASE)
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(KeyProcessError, match="could not be started"):
        unseal(slot, PASSPHRASE)


def test_neither_the_folder_one_stands_in_nor_the_environment_says_what_is_loaded(
    slot: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyrage.py", "casefile.py", "sitecustomize.py", "selectors.py"):
        (tmp_path / name).write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert unseal(slot, PASSPHRASE) is not None


def test_a_frozen_app_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, "--work-out-a-key"]


def test_a_failure_of_the_process_is_the_machines_and_not_a_wrong_key() -> None:
    assert issubclass(KeyMemoryError, KeyProcessError)
    assert issubclass(KeyProcessError, EnvironmentFault)
    assert not issubclass(KeyProcessError, WrongKeyError)
