"""A window in a process of its own that somebody works in, watched from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[1]


class Window:
    """The process; it stops at named places until it is told to go on."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.number = process.pid

    def comes_to(self, place: str) -> None:
        """Wait until it stops at a place, and make sure that it is this one."""
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        assert said == place, said

    def goes_on(self) -> None:
        """Let it go on."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()


@contextmanager
def window_at_work(
    vault: Path, secret: str, words: str, errors: Path, steps: str, environment: Mapping[str, str] | None = None
) -> Iterator[Window]:
    """Start the app on a vault and let it do `steps`.

    Args:
        vault: Its path.
        secret: A recovery key.
        words: What is typed; it crosses the pipe in another form, so that memory holds only what the app made of it.
        errors: Where its standard error goes.
        steps: Names of functions of `window_at_work`, with spaces between.
        environment: Its environment; this process's own if None.
    """
    with errors.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, str(_TESTS / "vault" / "window_at_work.py"), str(vault), *steps.split()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            env={**(os.environ if environment is None else environment), "QT_QPA_PLATFORM": "offscreen"},
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps({"secret": secret, "words": words.encode().hex()}) + "\n")
        process.stdin.flush()
        try:
            yield Window(process)
            assert process.wait(120) == 0, errors.read_text(encoding="utf-8")
        finally:
            process.kill()
            process.communicate()
