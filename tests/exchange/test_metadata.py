from __future__ import annotations

import io

import pytest

from casefile.exchange.file_types import WORD
from casefile.exchange.metadata import LABELS, MOST_BYTES, from_lines, in_lines, read_metadata
from exchange.made_files import bomb, packed_bomb, pdf, photo, word

ZHANAOZEN = {1: "N", 2: (43.0, 20.0, 28.0), 3: "E", 4: (52.0, 51.0, 43.2), 6: 40.0}


def found(content: bytes, media_type: str) -> dict[str, str]:
    return read_metadata(io.BytesIO(content), media_type, len(content))


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("JPEG", "image/jpeg"), ("HEIF", "image/heic"), ("PNG", "image/png")],
)
def test_a_photo_says_when_and_where_it_was_taken_and_with_what(form: str, media_type: str) -> None:
    content = photo(
        form,
        taken="2011:12:16 11:05:09",
        zone="+06:00",
        make="Invented",
        model="Invented 3",
        serial="TRAINING-1",
        gps=ZHANAOZEN,
    )
    assert found(content, media_type) == {
        "Taken": "2011-12-16T11:05+06:00",
        "Place": "43.341111, 52.862000",
        "Altitude": "40",
        "Camera": "Invented 3",
        "Serial": "TRAINING-1",
        "Size": "64 x 48",
    }


def test_a_zone_that_is_not_told_is_not_made_up() -> None:
    assert found(photo(taken="2011:12:16 11:05:09"), "image/jpeg")["Taken"] == "2011-12-16T11:05"


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "    :  :     :  :  ", "yesterday", "2011:02:31 11:05:00"])
def test_a_time_that_is_none_is_left_out(taken: str) -> None:
    assert "Taken" not in found(photo(taken=taken), "image/jpeg")


def test_south_and_west_are_below_nought() -> None:
    place = {**ZHANAOZEN, 1: "S", 3: "W"}
    assert found(photo(gps=place), "image/jpeg")["Place"] == "-43.341111, -52.862000"


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (143.0, 0.0, 0.0), 3: "E", 4: (52.0, 0.0, 0.0)},
        {1: "N", 2: (43.0, 0.0, 0.0)},
    ],
)
def test_a_place_that_is_none_is_left_out(gps: dict[int, object]) -> None:
    assert "Place" not in found(photo(gps=gps), "image/jpeg")


def test_a_pdf_says_who_made_it_when_and_with_what() -> None:
    content = pdf(3, Author="Invented", Title="Decision", Creator="Writer", CreationDate="D:20120327181500+06'00'")
    assert found(content, "application/pdf") == {
        "Author": "Invented",
        "Title": "Decision",
        "Software": "Writer",
        "Pages": "3",
        "Made": "2012-03-27T18:15+06:00",
    }


def test_a_word_file_says_who_wrote_it() -> None:
    said = found(word("Invented for training."), WORD)
    assert said["Author"] == "Invented Author"
    assert said["Made"].startswith("2013-12-23")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (bomb(), "image/png"),
        (packed_bomb(), WORD),
        (photo()[:90], "image/jpeg"),
        (photo("HEIF")[:200], "image/heic"),
        (pdf()[:60], "application/pdf"),
        (word("A")[:400], WORD),
        (b"", "image/jpeg"),
        (b"\xff\xd8\xff\xe0" + b"invented for training", "image/jpeg"),
    ],
)
def test_a_broken_or_harmful_file_says_nothing_and_breaks_nothing(content: bytes, media_type: str) -> None:
    assert found(content, media_type) == {}


def test_what_would_be_read_into_memory_whole_is_not_looked_into_above_a_size() -> None:
    assert read_metadata(io.BytesIO(pdf()), "application/pdf", MOST_BYTES + 1) == {}


def test_a_value_is_one_line_of_bounded_length_without_control_characters() -> None:
    said = found(photo(make="A\x00\x1b[31m\u202eB\nC" + "x" * 5000), "image/jpeg")["Camera"]
    assert "\n" not in said
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert len(said) <= 300


def test_what_is_kept_is_read_back() -> None:
    said = {"Taken": "2011-12-16T11:05+06:00", "Camera": "Invented: 3"}
    assert from_lines(in_lines(said)) == said
    assert from_lines("A line of somebody\nCamera: B\nUnknown: C") == {"Camera": "B"}
    assert from_lines("") == {}


def test_every_name_has_a_label() -> None:
    assert all(LABELS.values())
