"""From a passphrase to a key in a process of its own, which takes half a gigabyte and two seconds and is gone.

In this process it would stop the window, since the library keeps Python to itself while it works, and the memory it
used would stay behind. Passphrase, slot and key go through pipes: never through an argument, the environment or a file.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from casefile.base.errors import EnvironmentFault, UserError
from casefile.base.i18n import _
from casefile.vault import key_child

LONGEST = 64 * 1024
"""Of a slot, and of an answer, in bytes."""
_LOOK_SECONDS = 0.05
_LAST_SECONDS = 10.0
_ABORTED_ON_WINDOWS = 0xC0000409
_START = "import sys; sys.path[:0] = sys.argv[1:]; from casefile.vault.key_child import main; main()"


class KeyProcessError(EnvironmentFault):
    """The process that works out a key did not start, died, or answered nonsense. The vault is as it was."""


class KeyMemoryError(KeyProcessError):
    """There was not enough memory to work out a key. The vault is as it was."""


def never() -> bool:
    """Nobody cancels."""
    return False


def unseal(sealed: bytes, passphrase: str, cancelled: Callable[[], bool] = never) -> bytearray | None:
    """What a passphrase slot holds; None if the passphrase does not open it. The caller overwrites it.

    Args:
        sealed: The slot, an age file.
        passphrase: As it was typed, in one spelling.
        cancelled: Asked some twenty times a second, in the calling thread; once true, the process is ended.

    Raises:
        UserError: It was cancelled.
        KeyMemoryError: There was not enough memory.
        KeyProcessError: There was no answer.
    """
    return _ask(key_child.UNSEAL, passphrase, sealed, cancelled)


def seal(content: bytes | bytearray, passphrase: str, cancelled: Callable[[], bool] = never) -> bytes:
    """A new passphrase slot, an age file around `content`.

    Raises:
        UserError: It was cancelled.
        KeyMemoryError: There was not enough memory.
        KeyProcessError: There was no answer.
    """
    sealed = _ask(key_child.SEAL, passphrase, content, cancelled)
    if sealed is None:
        raise _no_answer()
    return bytes(sealed)


def command() -> list[str]:
    """How the process is started: by Python, with the two folders it needs and nothing else; or by the frozen app."""
    if getattr(sys, "frozen", False):
        return [sys.executable, key_child.ARGUMENT]
    found = find_spec("pyrage")
    if not sys.executable or found is None or found.origin is None:
        raise _no_start()
    folders = dict.fromkeys([str(Path(__file__).parents[2]), str(Path(found.origin).parents[1])])
    # Isolated: neither the folder one stands in nor the environment says what is loaded. Nothing is written either.
    return [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, *folders]


def _ask(work: bytes, passphrase: str, content: bytes | bytearray, cancelled: Callable[[], bool]) -> bytearray | None:
    spelled = bytearray(passphrase, "utf-8")
    request = key_child.request_of(work, spelled, content)
    answer = bytearray(LONGEST)
    try:
        process = _started()
        try:
            _write(process, request)
            length = _read(process, answer, cancelled)
            # Whatever fills the buffer is no answer, and whoever said it is not waited for.
            code = _ended(process) if length < len(answer) else None
        finally:
            _end(process)
        return _result(memoryview(answer)[:length], code)
    finally:
        for secret in (spelled, request, answer):
            secret[:] = bytes(len(secret))


def _started() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - our own program, and no word of it comes from outside
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Bytes go from our buffer to the pipe and back, and lie nowhere between.
            bufsize=0,
            # On Windows, no black window; elsewhere 0.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        raise _no_start() from None


def _write(process: subprocess.Popen[bytes], request: bytearray) -> None:
    pipe = process.stdin
    assert pipe is not None  # noqa: S101 - asked for above
    try:
        rest = memoryview(request)
        while rest:
            rest = rest[pipe.write(rest) or 0 :]
    except BrokenPipeError:
        # It died; what it left as an exit code says why.
        return
    finally:
        pipe.close()


def _read(process: subprocess.Popen[bytes], answer: bytearray, cancelled: Callable[[], bool]) -> int:
    """Fill `answer` until the process has no more to say; gives how much it said."""
    pipe = process.stdout
    assert pipe is not None  # noqa: S101 - asked for above
    length = 0
    while length < len(answer):
        if not _waited(process):
            if cancelled():
                raise UserError(_("Cancelled. Nothing was changed."))
            continue
        got = pipe.readinto(memoryview(answer)[length:])  # type: ignore[attr-defined] # a raw file, which has it
        if not got:
            break
        length += got
    return length


def _waited(process: subprocess.Popen[bytes]) -> bool:
    """Wait a moment; whether there is something to read, or nothing more to come. Other threads go on meanwhile."""
    if sys.platform == "win32":
        # A pipe cannot be waited for, but an answer fits in one and the process ends when it gave it.
        try:
            process.wait(_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return True
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout or 0, selectors.EVENT_READ)
        return bool(waiting.select(_LOOK_SECONDS))


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(_LAST_SECONDS)
    except subprocess.TimeoutExpired:
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdout is not None:
        process.stdout.close()
    if process.poll() is None:
        process.kill()
        process.wait()


def _result(answer: memoryview, code: int | None) -> bytearray | None:
    head = len(key_child.MAGIC)
    with answer:
        if code == 0 and answer[:head] == key_child.MAGIC:
            verdict, rest = answer[head : head + 1], answer[head + 1 :]
            if verdict == key_child.REFUSED and not rest:
                return None
            if verdict == key_child.DONE and rest:
                return bytearray(rest)
    raise _no_memory() if _was_memory(code) else _no_answer()


def _was_memory(code: int | None) -> bool:
    if code is None or os.name != "posix":
        return code in {key_child.NO_MEMORY, _ABORTED_ON_WINDOWS}
    # The library aborts when it gets no memory; a system that has none left kills whoever took most.
    return code in {key_child.NO_MEMORY, -signal.SIGABRT, -signal.SIGKILL}


def _no_memory() -> KeyMemoryError:
    return KeyMemoryError(
        _(
            "There was not enough memory to work out the key, which takes about half a gigabyte for two seconds."
            " Nothing was changed. Close other programs and try again."
        )
    )


def _no_start() -> KeyProcessError:
    return KeyProcessError(
        _(
            "The part of casefile that works out the key could not be started. Nothing was changed."
            " Install casefile anew."
        )
    )


def _no_answer() -> KeyProcessError:
    return KeyProcessError(
        _("The part of casefile that works out the key ended without an answer. Nothing was changed. Try again.")
    )
