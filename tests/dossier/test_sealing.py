from __future__ import annotations

import io

import pikepdf
import pypdf
import pytest

from casefile.base.errors import UserError
from casefile.dossier.document import Document, Heading, Paragraph, words
from casefile.dossier.pdf import render
from casefile.dossier.sealing import protected

PLAIN = render(
    Document(language="en", title="Planted title", blocks=(Heading("Planted head"), Paragraph(words("Planted text."))))
).pdf
SECRET = "four words of training"


def test_the_file_opens_with_its_passphrase_and_says_the_same() -> None:
    reader = pypdf.PdfReader(io.BytesIO(protected(PLAIN, SECRET)))

    assert reader.decrypt(SECRET)
    assert "Planted text." in reader.pages[0].extract_text()


@pytest.mark.parametrize("guess", ["", "four words of trainin", "password"])
def test_it_opens_with_no_other(guess: str) -> None:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(protected(PLAIN, SECRET)), password=guess)


def test_it_is_enciphered_with_aes_256() -> None:
    with pikepdf.open(io.BytesIO(protected(PLAIN, SECRET)), password=SECRET) as file:
        assert (file.encryption.R, file.encryption.bits) == (6, 256)
        assert "aesv3" in str(file.encryption.stream_method)


def test_neither_title_nor_bookmarks_are_left_in_the_clear() -> None:
    made = protected(PLAIN, SECRET)

    for word in ("Planted", "title", "head"):
        assert word.encode() not in made
        assert word.encode("utf-16-be") not in made


def test_a_passphrase_that_is_soon_guessed_is_refused() -> None:
    with pytest.raises(UserError, match="8"):
        protected(PLAIN, "short")
