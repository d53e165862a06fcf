"""The text of papers that others made, read in a process of its own, so that search finds their words.

The file goes through a pipe, never through an argument or a file; a reader that hangs, dies or is cancelled gives no
text, and nothing else is lost.
"""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from casefile.exchange import text_child
from casefile.exchange.file_types import WORD
from casefile.exchange.papers import MOST_TEXT, text_of

MOST_BYTES = 32 * 1024 * 1024
"""Of a larger paper the text is not read: all of it would be in memory, twice."""
SECONDS = 20.0
"""How long one paper may take."""

_LOOK_SECONDS = 0.1
_BESIDE = frozenset({"application/pdf", WORD})
_START = "import sys; sys.path[:0] = sys.argv[1:]; from casefile.exchange.text_child import main; main()"


def paper_text(file: BinaryIO, media_type: str, size: int, cancelled: Callable[[], bool] = lambda: False) -> str:
    """The text of a paper; empty if it has none, cannot be read, takes too long or is too large.

    Args:
        file: Read from its beginning; its place afterwards is anywhere.
        media_type: As `file_types` told it.
        size: In bytes.
        cancelled: Asked some ten times a second; once true, there is no text.
    """
    if media_type.startswith("text/"):
        # Nothing is unpacked there, and no more is read than is kept.
        return text_of(io.BytesIO(_beginning(file, MOST_TEXT * 4)), media_type)
    if media_type not in _BESIDE or size > MOST_BYTES:
        return ""
    return _asked(media_type.encode("ascii") + b"\n" + _beginning(file, MOST_BYTES), cancelled)


def command() -> list[str]:
    """How the process is started: by Python, with the folders it needs and nothing else; or by the frozen app."""
    if getattr(sys, "frozen", False):
        return [sys.executable, text_child.ARGUMENT]
    libraries = (find_spec(name) for name in ("pypdf", "docx", "PIL", "lxml", "anyascii", "pyrage"))
    folders = [str(Path(one.origin).parents[1]) for one in libraries if one is not None and one.origin is not None]
    own = str(Path(__file__).parents[2])
    # Isolated: neither the folder one stands in nor the environment says what is loaded. Nothing is written either.
    return [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, *dict.fromkeys([own, *folders])]


def _beginning(file: BinaryIO, most: int) -> bytes:
    file.seek(0)
    read = bytearray()
    # A raw file may give less than was asked for.
    while len(read) < most and (piece := file.read(most - len(read))):
        read += piece
    return bytes(read)


def _asked(request: bytes, cancelled: Callable[[], bool]) -> str:
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program, and no word of it comes from outside
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return ""
    with process:
        try:
            answer = _answer(process, request, cancelled)
        finally:
            process.kill()
    if process.returncode or not answer.startswith(text_child.MAGIC):
        return ""
    return answer.removeprefix(text_child.MAGIC).decode(errors="replace")[:MOST_TEXT]


def _answer(process: subprocess.Popen[bytes], request: bytes, cancelled: Callable[[], bool]) -> bytes:
    until = time.monotonic() + SECONDS
    first: bytes | None = request
    while time.monotonic() < until and not cancelled():
        try:
            # Asked again, it goes on with what it has not yet sent.
            return process.communicate(first, timeout=_LOOK_SECONDS)[0]
        except subprocess.TimeoutExpired:
            first = None
    return b""
