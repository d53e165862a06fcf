from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.casework.vocabulary import vocabulary
from casefile.exchange.file_types import UNKNOWN, evidence_kind, media_type


@pytest.mark.parametrize(
    ("head", "found", "kind"),
    [
        (b"\xff\xd8\xff\xe1....Exif", "image/jpeg", "photo"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "image/heic", "photo"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00", "video/mp4", "video"),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00", "audio/mp4", "audio"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav", "audio"),
        (b"%PDF-1.7\n", "application/pdf", "document"),
        (
            b"PK\x03\x04......word/document.xml",
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            "document",
        ),
        (b"PK\x03\x04......other", "application/zip", "data_file"),
        ("Он сказал\n".encode("cp1251"), "text/plain", "document"),
        (b"\x00\x01\x02", UNKNOWN, "data_file"),
        (b"", UNKNOWN, "data_file"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(head: bytes, found: str, kind: str) -> None:
    assert media_type(head) == found
    assert evidence_kind(found) == kind


def test_a_mark_in_its_middle_makes_no_film_of_a_text() -> None:
    assert media_type(b"xxxxxxxxWAVE and more") == "text/plain"


@given(st.binary(max_size=200))
def test_any_bytes_have_a_type_and_a_kind_that_there_is(head: bytes) -> None:
    assert evidence_kind(media_type(head)) in vocabulary("evidence_kind").terms
