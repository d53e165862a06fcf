from __future__ import annotations

import io

import pytest

from casefile.exchange.file_types import WORD
from casefile.exchange.papers import MOST_TEXT, text_of
from exchange.made_files import packed_bomb, word

PLAIN = "text/plain"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_plain_text_is_read_in_the_codings_it_comes_in(coding: str) -> None:
    assert text_of(io.BytesIO("Жаңаөзен".replace("ң", "н").replace("ө", "о").encode(coding)), PLAIN) == "Жанаозен"


def test_a_long_text_is_cut_and_not_in_the_middle_of_a_letter() -> None:
    read = text_of(io.BytesIO(("ж" * (3 * MOST_TEXT)).encode()), PLAIN)
    assert read == "ж" * MOST_TEXT
    cut = text_of(io.BytesIO(("x" + "ж" * (2 * MOST_TEXT)).encode()), PLAIN)
    assert set(cut) == {"x", "ж"}


def test_of_a_word_file_paragraphs_and_tables_are_read_in_their_order() -> None:
    assert text_of(io.BytesIO(word("One.", "Two.")), WORD) == "One.\nTwo.\n \t in the table"


@pytest.mark.parametrize("content", [packed_bomb(), word("A")[:500], b"PK\x03\x04", b""])
def test_a_broken_or_harmful_word_file_has_no_text(content: bytes) -> None:
    assert text_of(io.BytesIO(content), WORD) == ""


def test_control_and_bidi_override_characters_do_not_reach_the_screen() -> None:
    assert text_of(io.BytesIO("a\u202eb\x00c".encode()), PLAIN) == "abc"


def test_of_a_film_no_text_is_read() -> None:
    assert text_of(io.BytesIO(b"anything"), "video/mp4") == ""
