from __future__ import annotations

from casefile.ui.evidence_words import icon_of, size_in_words


def test_sizes_and_icons_say_what_a_file_is() -> None:
    assert [size_in_words(size) for size in (1, 302, 73_900, 4_200_000_000)] == [
        "1 byte",
        "302 bytes",
        "73.9 kB",
        "4.2 GB",
    ]
    assert icon_of("object", "") == "package"
    assert icon_of("", "video/mp4") == "film"
    assert icon_of("court_paper", "image/jpeg") == "image"
    assert icon_of("court_paper", "") == "file-text"
    assert icon_of("data_file", "application/zip") == "file"
