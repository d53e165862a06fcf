from __future__ import annotations

import io

import pytest
from PIL import Image

from casefile.base.errors import UserError
from casefile.exchange.pictures import MOST_POINTS, shown
from exchange.made_files import bomb, photo


def seen(content: bytes, side: int = 1_600) -> tuple[int, int]:
    picture = shown(io.BytesIO(content), side)
    assert len(picture.points) == picture.width * picture.height * 3
    return picture.width, picture.height


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP", "HEIF", "AVIF"])
def test_the_pictures_of_cameras_phones_and_screens_are_shown(form: str) -> None:
    assert seen(photo(form)) == (64, 48)


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    assert seen(photo(size=(3_000, 1_500)), 300) == (300, 150)


def test_a_picture_is_turned_as_its_camera_was_held() -> None:
    assert seen(photo(turned=6)) == (48, 64)


def test_what_is_transparent_is_white() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(made, "PNG")
    assert set(shown(made).points) == {255}


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (18_000, 18_000), (MOST_POINTS // 1_000 + 1, 1_000)])
def test_what_is_small_as_a_file_and_huge_as_a_picture_is_refused(width: int, height: int) -> None:
    with pytest.raises(UserError, match="huge"):
        shown(io.BytesIO(bomb(width, height)))


@pytest.mark.parametrize(
    "content",
    [photo()[:300], photo("HEIF")[:300], bomb(2_000, 2_000), b"GIF89a", b"", b"%PDF-1.7", b"%!PS-Adobe-3.0 EPSF-3.0\n"],
)
def test_what_is_broken_or_no_picture_is_said_kindly(content: bytes) -> None:
    with pytest.raises(UserError, match="damaged"):
        shown(io.BytesIO(content))
