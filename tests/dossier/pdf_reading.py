"""Reads a PDF back with two independent extractors, for the tests of the dossier."""

from __future__ import annotations

import io
import subprocess

import pypdf


def by_pypdf(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def by_poppler(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode("utf-8")


def by_layout(pdf: bytes) -> list[str]:
    """The lines of the file as they stand on its pages, from the top of the first to the foot of the last."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return read.stdout.decode("utf-8").splitlines()


def flat(text: str) -> str:
    """The text with every stretch of blanks as one space."""
    return " ".join(text.split())
