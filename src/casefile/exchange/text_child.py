"""The program of the process that reads the text of one paper: a request from standard input, the text, the end.

What others send may be made to hang its reader, to fill the memory or to kill it. Here it meets a process that knows
nothing of a vault, may write no file, and is ended when it takes too long. `text_process` starts it.
"""

from __future__ import annotations

import io
import sys
from contextlib import suppress

from casefile.vault import core_dumps

ARGUMENT = "--read-a-text"
"""The only argument of casefile's own program, where Python's is not at hand (a frozen app), that starts this one."""
MAGIC = b"casefile text 1\n"
"""Begins an answer, so that nothing else is taken for one."""

_MEMORY = 1_500_000_000
_SECONDS = 30


def main() -> None:
    """Answer one request: the media type, a line feed, the whole file. The answer is MAGIC and the text in UTF-8."""
    core_dumps.switch_off()
    _bound()
    from casefile.exchange.papers import text_of  # noqa: PLC0415 - whoever only wants the words of the pipe does not load it

    with open(0, "rb", closefd=False) as pipe:
        media_type, _line_feed, content = pipe.read().partition(b"\n")
    text = text_of(io.BytesIO(content), media_type.decode("ascii", errors="replace"))
    with open(1, "wb", closefd=False) as pipe:
        pipe.write(MAGIC + text.encode("utf-8", errors="replace"))


def _bound() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    for limit, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        # Pipes are no files: it can answer, and write nothing else.
        (resource.RLIMIT_FSIZE, 0),
    ):
        # A system that does not know one of them still has the others, and the time is watched from outside.
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))
