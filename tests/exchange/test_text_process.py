from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING

import pytest

from casefile.exchange import demo_files, text_process
from casefile.exchange.file_types import WORD
from casefile.exchange.papers import MOST_TEXT
from casefile.exchange.text_process import MOST_BYTES, command, paper_text
from exchange.made_files import packed_bomb, pdf, word

if TYPE_CHECKING:
    from collections.abc import Sequence

PDF = "application/pdf"


def text(content: bytes, media_type: str) -> str:
    return paper_text(io.BytesIO(content), media_type, len(content))


def stand_in(program: str) -> Sequence[str]:
    return [sys.executable, "-c", program]


def test_the_words_of_a_pdf_and_of_a_word_file_are_read() -> None:
    letter = next(one for one in demo_files._files() if one.name.endswith(".pdf"))
    read = text(letter.content, PDF)
    assert "I ask to be let in to my client." in read
    assert "Annex: the entry in the visitors" in read
    assert text(word("Жаңаөзен, 2011"), WORD).startswith("Жаңаөзен, 2011")


def test_plain_text_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_process, "command", lambda: pytest.fail("a process was started"))
    assert text("Invented — ж".encode(), "text/plain") == "Invented — ж"
    assert text(b"\0", "video/mp4") == ""


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(pdf()[:80], PDF), (b"", PDF), (packed_bomb(), WORD), (word("A")[:300], WORD), (pdf(), PDF)],
    ids=["broken", "empty", "bomb", "cut", "without words"],
)
def test_a_broken_or_harmful_paper_or_one_without_words_has_no_text(content: bytes, media_type: str) -> None:
    assert text(content, media_type).strip() == ""


def test_a_paper_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_process, "command", lambda: pytest.fail("a process was started"))
    assert paper_text(io.BytesIO(pdf()), PDF, MOST_BYTES + 1) == ""


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "raise SystemExit(3)",
        "print('words that are no answer')",
        "import sys; sys.stdin.buffer.read(); print('casefile text 1'); raise SystemExit(1)",
    ],
)
def test_a_reader_that_dies_or_answers_nonsense_gives_no_text(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_process, "command", lambda: stand_in(program))
    assert text(pdf(), PDF) == ""


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_process, "SECONDS", 0.3)
    monkeypatch.setattr(text_process, "command", lambda: stand_in("import time; time.sleep(600)"))
    assert text(pdf(), PDF) == ""


def test_a_reader_is_ended_when_it_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_process, "command", lambda: stand_in("import time; time.sleep(600)"))
    since = time.monotonic()
    assert paper_text(io.BytesIO(pdf()), PDF, 10, lambda: time.monotonic() > since + 0.2) == ""


def test_a_program_that_does_not_start_gives_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_process, "command", lambda: ["no such program of this name"])
    assert text(pdf(), PDF) == ""


def test_an_endless_answer_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    program = f"import sys; sys.stdin.buffer.read(); sys.stdout.write('casefile text 1\\n' + 'x' * {2 * MOST_TEXT})"
    monkeypatch.setattr(text_process, "command", lambda: stand_in(program))
    assert text(pdf(), PDF) == "x" * MOST_TEXT


def test_nothing_of_the_environment_says_what_the_reader_loads() -> None:
    assert {"-I", "-S"} <= set(command())
