from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from casefile.exchange import text_child
from casefile.exchange.text_process import command
from exchange.made_files import word

WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_a_request_is_a_type_and_a_file_and_the_answer_begins_with_a_mark() -> None:
    request = WORD + b"\n" + word("One\nline.")
    done = subprocess.run(command(), input=request, capture_output=True, check=True, timeout=60)
    assert done.stdout.startswith(text_child.MAGIC + b"One\nline.")
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="these bounds are of other systems")
def test_the_process_may_write_no_file_and_take_no_more_than_its_memory(tmp_path: Path) -> None:
    program = (
        "from casefile.exchange.text_child import _bound; _bound()\n"
        f"try: open({str(tmp_path / 'leak')!r}, 'wb', buffering=0).write(b'words')\n"
        "except OSError as refused: print('refused', refused.errno)\n"
        "try: bytearray(3_000_000_000)\n"
        "except MemoryError: print('no memory')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert "no memory" in done.stdout
    assert not (tmp_path / "leak").exists() or (tmp_path / "leak").stat().st_size == 0


def test_the_frozen_app_starts_itself_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, text_child.ARGUMENT]
    request = WORD + b"\n" + word("One line.")
    own = [sys.executable, "-m", "casefile", text_child.ARGUMENT]
    source = str(Path(text_child.__file__).parents[2])
    done = subprocess.run(
        own, input=request, capture_output=True, check=True, timeout=60, env={"PYTHONPATH": source, "PATH": ""}
    )
    assert done.stdout.startswith(text_child.MAGIC + b"One line.")
