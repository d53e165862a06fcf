"""Planted leaks: a withheld name put into a finished file, in whatever way, is found by the last door."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from casefile.dossier import leakcheck
from casefile.dossier.document import Document, Heading, Paragraph, words
from casefile.dossier.finished_file import letters_in
from casefile.dossier.leakcheck import LeakError
from casefile.dossier.needles import needles
from casefile.dossier.pdf import render

NAME = "Серік Бейсенов"
NEEDLES = needles([NAME, "حسين الأمين", "Serik Beisenov"], ["N1234567"])


def of(text: str, **more: str) -> bytes:
    blocks = (Heading("Facts"), Paragraph(words(text)))
    return render(Document(language="en", title=more.pop("title", "A title"), blocks=blocks, **more)).pdf  # type: ignore[arg-type]  # text fields only


CLEAN = of("Nobody is named on this page. Ешкім аталмайды. No letter tells who it was: 12, 345, 678.")


def changed(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    with pikepdf.open(io.BytesIO(CLEAN)) as file:
        change(file)
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def drawn(operators: str) -> bytes:
    """The clean page with text drawn on it in a plain font."""

    def draw(file: pikepdf.Pdf) -> None:
        page = file.pages[0]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        page.Resources.Font["/Z1"] = file.make_indirect(font)
        page.contents_add(file.make_stream(f"BT /Z1 12 Tf {operators} ET".encode("latin-1")))

    return changed(draw)


def annotated(**values: Any) -> bytes:
    def annotate(file: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **values)
        put = file.make_indirect(note)
        file.pages[0].Annots = Array([put])
        if values["Subtype"] == Name.Widget:
            file.Root.AcroForm = Dictionary(Fields=Array([put]))

    return changed(annotate)


def picture(file: pikepdf.Pdf, **values: Any) -> None:
    data = values.pop("data", b"\x00" * 4)
    stream = file.make_stream(data)
    for key, value in {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": 2,
        "Height": 2,
        "BitsPerComponent": 8,
        "ColorSpace": Name.DeviceGray,
        **values,
    }.items():
        stream[f"/{key}"] = value
    file.pages[0].Resources.XObject = Dictionary({"/Im0": stream})


def photograph() -> bytes:
    made = Image.new("RGB", (8, 8), "white")
    exif = Image.Exif()
    exif[0x010E] = "Serik Beisenov at the gate"
    out = io.BytesIO()
    made.save(out, "JPEG", exif=exif)
    return out.getvalue()


def with_comment() -> bytes:
    made = Image.new("RGB", (8, 8), "white")
    out = io.BytesIO()
    made.save(out, "JPEG", comment=NAME.encode("utf-8"))
    return out.getvalue()


def form_look(file: pikepdf.Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    look = file.make_stream(b"BT /Z 9 Tf (Serik Beisenov) Tj ET")
    look.Subtype = Name.Form
    look.Resources = Dictionary(Font=Dictionary(Z=font))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 9, 9], AP=Dictionary(N=look))
    file.pages[0].Annots = Array([file.make_indirect(note)])


def reading_table(file: pikepdf.Pdf) -> None:
    """One code that stands for the whole name; no page draws it."""
    said = NAME.encode("utf-16-be").hex()
    table = f"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <{said}> endbfchar"
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    font.ToUnicode = file.make_stream(table.encode())
    file.pages[0].Resources.Font["/Z1"] = file.make_indirect(font)


def glyph_name(file: pikepdf.Pdf) -> None:
    coding = Dictionary(Type=Name.Encoding, Differences=Array([65, Name("/Beisenov")]))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=coding)
    file.pages[0].Resources.Font["/Z1"] = file.make_indirect(font)


def layer(file: pikepdf.Pdf) -> None:
    group = file.make_indirect(Dictionary(Type=Name.OCG, Name=String(NAME)))
    file.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))


def xmp(file: pikepdf.Pdf) -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:office="urn:office" office:who="&#x421;&#x435;&#x440;&#x456;&#x43A; '
        '&#x411;&#x435;&#x439;&#x441;&#x435;&#x43D;&#x43E;&#x432;"/></rdf:RDF></x:xmpmeta>'
    )
    file.Root.Metadata = file.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def custom_key(file: pikepdf.Pdf) -> None:
    file.docinfo["/Beisenov"] = "x"


def bookmark(file: pikepdf.Pdf) -> None:
    with file.open_outline() as outline:
        outline.root[0].children.append(pikepdf.OutlineItem("Exhibit 1: " + NAME, 0))


def attach(file: pikepdf.Pdf) -> None:
    file.attachments["a.txt"] = NAME.encode()


def spoken(file: pikepdf.Pdf) -> None:
    said = NAME.encode("utf-16-be").hex()
    file.pages[0].contents_add(file.make_stream(f"/Span << /ActualText <feff{said}> >> BDC EMC".encode()))


def destination(file: pikepdf.Pdf) -> None:
    tree = Dictionary(Names=Array([String(NAME), Array([file.pages[0].obj, Name.Fit])]))
    file.Root.Names = Dictionary(Dests=file.make_indirect(tree))


def script(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{NAME}')"))


def unused(file: pikepdf.Pdf) -> None:
    file.Root.Extra = file.make_indirect(Dictionary(Deep=Dictionary(Deeper=Array([Array([String(NAME)])]))))


def laid_over() -> bytes:
    """A file whose first state named somebody and whose second lays a clean title over it."""
    before = of("x", title=NAME)
    number = int(re.search(rb"/Info (\d+) 0 R", before)[1])  # type: ignore[index]  # every file of ours has it
    start = int(re.findall(rb"startxref\s+(\d+)", before)[-1])
    new = f"{number} 0 obj\n<< /Title (A title) >>\nendobj\n".encode()
    root = re.search(rb"/Root (\d+ 0 R)", before)[1]  # type: ignore[index]  # likewise
    size = re.search(rb"/Size (\d+)", before)[1]  # type: ignore[index]  # likewise
    at = len(before)
    table = f"xref\n{number} 1\n{at:010d} 00000 n \ntrailer\n".encode()
    trailer = b"<< /Size " + size + b" /Root " + root + f" /Info {number} 0 R /Prev {start} >>\n".encode()
    return before + new + table + trailer + f"startxref\n{at + len(new)}\n%%EOF\n".encode()


def orphan() -> bytes:
    """An object that no table of the file knows."""
    packed = zlib.compress(b"BT (Serik Beisenov) Tj ET")
    lost = f"999 0 obj\n<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed
    at = CLEAN.rindex(b"startxref")
    return CLEAN[:at] + lost + b"\nendstream\nendobj\n" + CLEAN[at:]


PLANTED: dict[str, Callable[[], bytes]] = {
    # The ten of the design.
    "body": lambda: of(f"On that day {NAME} was there."),
    "capitals": lambda: of(f"On that day {NAME.upper()} was there."),
    "letter-spacing": lambda: of("On that day " + " ".join("Бейсенов") + " was there."),
    "soft hyphen": lambda: of("On that day Бей\xadсенов was there."),
    "title": lambda: of("x", title=NAME),
    "EXIF": lambda: changed(lambda file: picture(file, data=photograph(), Filter=Name.DCTDecode)),
    "attachment": lambda: changed(attach),
    "bookmark": lambda: changed(bookmark),
    "shaped Arabic": lambda: of("كان حسين الأمين هناك"),
    "black box over text": lambda: drawn("20 20 Td (Serik Beisenov) Tj ET 0 g 0 0 300 40 re f BT"),
    # Ours.
    "link target": lambda: annotated(
        Subtype=Name.Link,
        A=Dictionary(S=Name.URI, URI=String("https://a.example/%D0%91%D0%B5%D0%B9%D1%81%D0%B5%D0%BD%D0%BE%D0%B2")),
    ),
    "value of a field": lambda: annotated(Subtype=Name.Widget, FT=Name.Tx, T=String("who"), V=String(NAME)),
    "choices of a field": lambda: annotated(Subtype=Name.Widget, FT=Name.Ch, Opt=Array([String("x"), String(NAME)])),
    "look of a note": lambda: changed(form_look),
    "name of a glyph": lambda: changed(glyph_name),
    "table of a font alone": lambda: changed(reading_table),
    "split across operators": lambda: drawn("20 20 Td (On that day Bei) Tj (sen) Tj [(o) -20 (v)] TJ ( was there) Tj"),
    "one letter a line": lambda: drawn(
        " ".join(f"1 0 0 1 20 {400 - 14 * n} Tm ({c}) Tj" for n, c in enumerate("Beisenov"))
    ),
    "letters drawn in disorder": lambda: drawn(
        " ".join(
            f"1 0 0 1 {20 + 8 * n} 400 Tm ({c}) Tj" for n, c in sorted(enumerate("Beisenov"), key=lambda at: at[1])
        )
    ),
    "turned by a quarter": lambda: drawn("0 1 -1 0 100 100 Tm (Serik Beisenov) Tj"),
    "not to be seen": lambda: drawn("3 Tr 20 20 Td (Serik Beisenov) Tj"),
    "read aloud in place of a picture": lambda: changed(spoken),
    "state laid over": laid_over,
    "object that no table knows": orphan,
    "comment after the end": lambda: CLEAN + f"% {NAME}\n".encode(),
    "own namespace of the properties": lambda: changed(xmp),
    "key of the properties": lambda: changed(custom_key),
    "palette of a picture": lambda: changed(
        lambda file: picture(
            file, ColorSpace=Array([Name.Indexed, Name.DeviceRGB, 9, String(b"Serik Beisenov".ljust(30, b"\x00"))])
        )
    ),
    "comment of a picture": lambda: changed(lambda file: picture(file, data=with_comment(), Filter=Name.DCTDecode)),
    "name of a layer": lambda: changed(layer),
    "name of a place to go to": lambda: changed(destination),
    "script": lambda: changed(script),
    "object that no page needs": lambda: changed(unused),
}


def test_the_clean_file_passes() -> None:
    leakcheck.check(CLEAN, NEEDLES, "dossier.pdf")


@pytest.mark.parametrize("where", PLANTED)
def test_a_planted_name_is_found(where: str) -> None:
    with pytest.raises(LeakError, match=r"may not be printed"):
        leakcheck.check(PLANTED[where](), NEEDLES, "dossier.pdf")


def test_a_planted_file_differs_from_the_clean_one_by_the_name_alone() -> None:
    """What carries the name is no reason to refuse a file: the same carriers with another word pass."""
    for where, plant in PLANTED.items():
        if where != "attachment":
            leakcheck.check(plant(), needles(["Мұрат Оспанов", "Murat Ospanov"], ["K7654321"]), "dossier.pdf")


def test_a_name_in_the_file_name_is_found() -> None:
    with pytest.raises(LeakError):
        leakcheck.check(CLEAN, NEEDLES, "Beisenov.pdf")


def test_a_font_whose_letters_nobody_can_read_refuses_the_file() -> None:
    def put(file: pikepdf.Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/X"), Encoding=Name("/Identity-H"))
        file.pages[0].Resources.Font["/Z1"] = file.make_indirect(font)
        file.pages[0].contents_add(file.make_stream(b"BT /Z1 12 Tf <00010002> Tj ET"))

    with pytest.raises(LeakError):
        leakcheck.check(changed(put), NEEDLES)


def test_an_attached_file_that_is_no_text_refuses_the_file() -> None:
    def put(file: pikepdf.Pdf) -> None:
        file.attachments["a.bin"] = bytes(range(256))

    with pytest.raises(LeakError):
        leakcheck.check(changed(put), NEEDLES)


def test_words_of_the_format_are_nobody() -> None:
    leakcheck.check(CLEAN, needles(["Lang Subtype", "Kids Parent", "Catalog Font"], []))


def test_letters_are_found_in_any_of_the_usual_encodings() -> None:
    for encoding in ("utf-8", "cp1251", "utf-16-be", "utf-16-le"):
        for before in (b"\x00\x01", b"\x00\x01\x02"):
            assert NEEDLES.spelled_in(letters_in(before + NAME.encode(encoding) + b"\x00\x01"))
