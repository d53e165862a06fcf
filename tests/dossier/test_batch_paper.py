from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest

from casefile.dossier.batch_paper import BatchTold, batch_paper


def told(**changes: Any) -> BatchTold:
    given: dict[str, Any] = {
        "language": "en",
        "vault": "Training",
        "when": "2026-11-24 01:00",
        "author": "",
        "template": "Letter to an authority",
        "audience": "Government",
        "addressee": "The prosecutor",
        "made": (("P-0001", 2, "letter-01.pdf", "a1" * 32), ("P-0009", 1, "letter-02.pdf", "b2" * 32)),
        "refused": (("P-0002", "This record was put aside. Bring it back first."),),
        "not_reached": ("P-0003", "P-0004"),
        "stopped": "Somebody stopped it.",
    }
    return BatchTold(**given | changes)


def text(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(paper)).pages)


def test_the_paper_adds_up_and_says_of_each_what_became_of_it() -> None:
    said = text(batch_paper(told()))
    for part in (
        "Asked for 5",
        "Made 2",
        "Refused 1",
        "Not reached 2",
        "P-0001 2 letter-01.pdf",
        "P-0002. This record was put aside. Bring it back first.",
        "P-0003, P-0004",
        "Stopped before the end: Somebody stopped it.",
    ):
        assert part in said
    assert "a1" * 8 in said


def test_what_did_not_happen_is_not_headed() -> None:
    said = text(batch_paper(told(refused=(), not_reached=(), stopped="")))
    assert "why" not in said
    assert "Stopped" not in said


def test_one_file_is_named_once() -> None:
    said = text(batch_paper(told(made=tuple((f"P-{number}", 1, "all.pdf", "a1" * 32) for number in range(3)))))
    assert (said.count("all.pdf"), said.count("a1" * 8)) == (1, 4)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_it_is_printed_in_the_language_asked_for(language: str) -> None:
    assert batch_paper(told(language=language)).startswith(b"%PDF")
