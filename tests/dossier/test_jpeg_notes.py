"""What a picture tells beside its points is read, in whatever part it stands; its points only where we packed them."""

from __future__ import annotations

import hashlib
import io
import random

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name
from PIL import Image

from casefile.dossier.finished_file import read
from casefile.dossier.jpeg_notes import beside_points
from casefile.dossier.leakcheck import find
from casefile.dossier.needles import needles

NAME = b"Serik Beisenov"
NEEDLES = needles([NAME.decode()], [])
LENGTH = (len(NAME) + 2).to_bytes(2, "big")


def jpeg(**saved: object) -> bytes:
    out = io.BytesIO()
    noise = random.Random(7).randbytes(48 * 32 * 3)  # noqa: S311 - a picture, not a secret
    Image.frombytes("RGB", (48, 32), noise).save(out, "JPEG", **saved)
    return out.getvalue()


def scan(picture: bytes) -> int:
    """Where the packed points begin."""
    at = picture.index(b"\xff\xda")
    return at + 2 + int.from_bytes(picture[at + 2 : at + 4], "big")


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = NAME.decode()
    return jpeg(exif=exif)


def between_scans() -> bytes:
    """A comment before the last of several parts of points."""
    picture = jpeg(progressive=True)
    at = picture.rindex(b"\xff\xda")
    return picture[:at] + b"\xff\xfe" + LENGTH + NAME + picture[at:]


PLANTED = {
    "in its Exif notes": with_exif(),
    "in a comment": jpeg(comment=NAME),
    "in properties of Adobe": jpeg()[:2] + b"\xff\xe1" + LENGTH + NAME + jpeg()[2:],
    "in a part nobody knows": jpeg()[:2] + b"\xff\xef" + LENGTH + NAME + jpeg()[2:],
    "after its end": jpeg() + NAME,
    "in a second picture after its end": jpeg() + jpeg(comment=NAME),
    "between two scans": between_scans(),
    "where it breaks off": jpeg()[: scan(jpeg())] + NAME,
    "in a part longer than the file": jpeg()[:2] + b"\xff\xe1\xff\xf0" + NAME,
    "where no part begins": jpeg()[:2] + NAME + jpeg()[2:],
    "in what is no picture": NAME,
}


@pytest.mark.parametrize("where", PLANTED)
def test_a_name_beside_the_points_is_given_back(where: str) -> None:
    assert NAME in beside_points(PLANTED[where])


def test_points_are_passed_over_and_tables_are_not() -> None:
    picture = jpeg()
    kept = beside_points(picture)
    assert picture[scan(picture) : -2] not in kept
    assert len(kept) < scan(picture)
    # Tables of quantities could be words as well.
    table = picture.index(b"\xff\xdb")
    assert picture[table + 4 : table + 69] in kept


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_do_no_harm(data: bytes) -> None:
    for one in (data, b"\xff\xd8" + data):
        assert len(beside_points(one)) <= 2 * len(one) + 2


def filed(picture: bytes) -> bytes:
    """A file that holds a picture, as it is."""
    out = io.BytesIO()
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(200, 200))
    image = file.make_stream(picture, Type=Name.XObject, Subtype=Name.Image, Width=48, Height=32)
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    page.obj.Resources = Dictionary(XObject=Dictionary(P=file.make_indirect(image)))
    page.contents_add(file.make_stream(b"q 100 0 0 100 0 0 cm /P Do Q"))
    file.save(out)
    return out.getvalue()


@pytest.mark.parametrize("where", PLANTED)
def test_a_name_in_a_picture_that_was_packed_here_is_found_in_the_finished_file(where: str) -> None:
    picture = PLANTED[where]
    assert find(filed(picture), NEEDLES, packed_here={hashlib.sha256(picture).digest()})


def test_points_that_somebody_else_packed_are_read_as_letters() -> None:
    picture = jpeg()
    words = picture[: scan(picture)] + NAME + picture[scan(picture) :]
    ours = {hashlib.sha256(words).digest()}
    assert find(filed(words), NEEDLES)
    assert find(filed(words), NEEDLES, packed_here={hashlib.sha256(picture).digest()})
    assert not find(filed(words), NEEDLES, packed_here=ours)


def test_what_stands_in_the_words_about_a_picture_is_read_though_it_was_packed_here() -> None:
    picture = jpeg()
    with pikepdf.open(io.BytesIO(filed(picture))) as file:
        file.pages[0].Resources.XObject.P.Title = pikepdf.String(NAME.decode())
        out = io.BytesIO()
        file.save(out)
    packed = {hashlib.sha256(picture).digest()}
    assert find(out.getvalue(), NEEDLES, packed_here=packed)
    with pikepdf.open(io.BytesIO(filed(picture))) as file:
        assert NAME.decode() not in "".join(text for _where, text in read(file, filed(picture), packed).spelled)
