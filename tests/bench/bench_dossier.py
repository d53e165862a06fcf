"""A long dossier in pages a second, against the bare canvas drawing the same strings, and LibreOffice if it is here."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pypdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench.figures import row
from casefile.base.config import resource
from casefile.dossier.document import Column, Document, Paragraph, Table, words
from casefile.dossier.pdf import render

ROWS = 4_000
ROUNDS = 5
_FACE = "BenchSans"


def long_document() -> Document:
    """A chronology of about a hundred pages."""
    return Document(
        language="en",
        title="Chronology, invented for measuring",
        blocks=(
            Paragraph(words("Every line of this table is invented.")),
            Table(
                (Column("Date", 1.2), Column("Event", 4), Column("Source", 0.8)),
                tuple(_cells()),
            ),
        ),
    )


def best(work: Any) -> float:
    """The quickest of some rounds, in seconds."""
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def canvas(pages: list[list[tuple[float, float, str]]]) -> None:
    """Draw strings at their places, and nothing else."""
    drawn = Canvas(io.BytesIO(), pagesize=(595, 842), pageCompression=1, invariant=1)
    for strings in pages:
        drawn.setFont(_FACE, 8.6)
        for x, y, text in strings:
            drawn.drawString(x, y, text)
        drawn.showPage()
    drawn.save()


def main() -> None:
    """Print the figures of the renderer."""
    document = long_document()
    made = render(document)
    pages: list[list[tuple[float, float, str]]] = []
    for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages:
        strings: list[tuple[float, float, str]] = []

        def visit(text: str, _cm: Any, tm: Any, _fonts: Any, _size: Any, into: Any = strings) -> None:
            if text.strip():
                into.append((tm[4], tm[5], text.strip()))

        page.extract_text(visitor_text=visit)
        pages.append(strings)
    pdfmetrics.registerFont(TTFont(_FACE, str(resource("fonts", "CasefileSans-Regular.ttf"))))
    ours = len(pages) / best(lambda: render(document))
    floor = len(pages) / best(lambda: canvas(pages))
    row(
        f"dossier of {len(pages)} pages / bare canvas",
        f"{ours:.0f} pages/s against {floor:.0f} pages/s",
        ours / floor,
        "goal 0.45 or more",
    )
    office = shutil.which("soffice")
    if office is None:
        row("dossier / LibreOffice", "LibreOffice is not installed: skipped")
        return
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "chronology.html"
        lines = "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in _cells())
        written.write_text(f"<table>{lines}</table>", encoding="utf-8")
        start = time.perf_counter()
        subprocess.run(
            [office, "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", folder, str(written)],
            check=True,
            capture_output=True,
        )
        took = time.perf_counter() - start
        theirs = len(pypdf.PdfReader(written.with_suffix(".pdf")).pages) / took
    row("dossier / LibreOffice, its start included", f"{ours:.0f} pages/s against {theirs:.0f} pages/s", ours / theirs)


def _cells() -> list[tuple[str, str, str]]:
    said = "seen by a doctor; a lawyer was refused; the reason was noted."
    return [(f"{1 + n % 28} March 2026", f"Entry {n}: {said}", f"A-{n}") for n in range(ROWS)]


if __name__ == "__main__":
    main()
