from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from casefile.base.errors import UserError
from casefile.dossier.exhibit_pages import Box, Leaf, Photograph, Sheet, laid, leaves, without_notes
from casefile.dossier.finished_file import read

CANARY = "Canarybeisenov"


def paper(pages: int = 1, change: Callable[[pikepdf.Pdf], Any] = lambda _file: None, **saved: Any) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in range(pages):
        canvas.drawString(72, 700, f"A certificate, page {page + 1}.")
        canvas.showPage()
    canvas.save()
    done = io.BytesIO()
    with pikepdf.open(out) as file:
        change(file)
        file.save(done, **saved)
    return done.getvalue()


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = CANARY
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG", exif=exif, comment=CANARY.encode())
    return out.getvalue()


def told(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = read(file, pdf)
    return "\n".join([*found.pages, *(text for _, text in (*found.texts, *found.spelled))])


def planted(file: pikepdf.Pdf) -> None:
    page = file.pages[0]
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{CANARY}')")
    file.Root.AA = pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=CANARY))
    file.attachments["name.txt"] = CANARY.encode()
    file.docinfo["/Author"] = CANARY
    with file.open_metadata() as properties:
        properties["dc:title"] = CANARY
    with file.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(CANARY, 0))
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://{CANARY}.example")
    page.obj.Annots = pikepdf.Array(
        [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=link)]
    )
    page.obj.PieceInfo = pikepdf.Dictionary(Private=CANARY)
    picture = file.make_stream(photo(), Subtype=pikepdf.Name.Image, Width=60, Height=40, BitsPerComponent=8)
    picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    picture.Metadata = file.make_stream(CANARY.encode())
    name = page.add_resource(picture, pikepdf.Name.XObject)
    page.contents_add(f"q 60 0 0 40 72 600 cm {name} Do Q".encode())


def test_of_a_foreign_pdf_only_what_its_pages_draw_is_left() -> None:
    given = paper(2, planted)
    assert CANARY in told(given)
    made = leaves(given)
    assert len(made) == 2
    left = told(made[0].pdf)
    assert "A certificate, page 2." in left
    assert CANARY not in left
    assert CANARY.encode() not in made[0].pdf


def test_the_same_pdf_gives_the_same_bytes() -> None:
    given = paper(2, planted)
    assert leaves(given) == leaves(given)
    frame = (90.0, 80.0, 500.0, 700.0)
    sheets: list[tuple[int, Sheet, Box]] = [
        (0, leaves(given)[0], frame),
        (1, Photograph(without_notes(photo()), 60, 40), frame),
    ]
    assert laid(paper(2), sheets) == laid(paper(2), sheets)
    assert "A certificate, page 1." in told(laid(paper(2), sheets))


def layered(file: pikepdf.Pdf) -> None:
    file.Root.OCProperties = pikepdf.Dictionary(OCGs=[])


def bomb(file: pikepdf.Pdf) -> None:
    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(bytes(1 << 20)) for _ in range(400)) + packed.flush()
    file.Root.Bomb = pikepdf.Stream(file, data)
    file.Root.Bomb.write(data, filter=pikepdf.Name.FlateDecode)


def huge_picture(file: pikepdf.Pdf) -> None:
    file.Root.Huge = file.make_stream(b"x", Subtype=pikepdf.Name.Image, Width=90_000, Height=90_000)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (lambda: paper(encryption=pikepdf.Encryption(owner="a", user="b")), "encrypted"),
        (lambda: paper(encryption=pikepdf.Encryption(owner="a", user="")), "encrypted"),
        (lambda: b"%PDF-1.7 nothing more", "broken"),
        (lambda: paper()[:300], "broken"),
        (lambda: paper(1, layered), "layers"),
        (lambda: paper(1, bomb), "huge"),
        (lambda: paper(1, huge_picture), "huge"),
    ],
)
def test_a_pdf_that_could_do_harm_or_hide_something_is_refused_with_the_reason(
    given: Callable[[], bytes], why: str
) -> None:
    with pytest.raises(UserError, match=why):
        leaves(given())


def test_a_photograph_is_never_larger_than_its_frame() -> None:
    made = laid(paper(1), [(0, Photograph(without_notes(photo()), 6000, 400), (90.0, 80.0, 500.0, 700.0))])
    with pikepdf.open(io.BytesIO(made)) as file:
        drawn = bytes(file.pages[0].Contents[-1].read_bytes()).decode()
    assert drawn.split()[1:7] == ["410.00", "0", "0", "27.33", "90.00", "672.67"]


def test_notes_of_a_jpeg_go_and_its_colours_stay() -> None:
    given = photo()
    assert CANARY.encode() in given
    left = without_notes(given + CANARY.encode())
    assert CANARY.encode() not in left
    assert Image.open(io.BytesIO(left)).tobytes() == Image.open(io.BytesIO(given)).tobytes()
    with pytest.raises(ValueError, match="jpeg"):
        without_notes(b"no picture")


def test_a_leaf_is_one_page_of_a_file() -> None:
    assert [type(one) for one in leaves(paper(3))] == [Leaf] * 3
