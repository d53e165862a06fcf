"""Make the static fonts of the dossiers from their published packages; run by hand when a font changes.

    python packaging/fonts.py resources/fonts

Every font is cut to the letters a case file can need and made static TrueType, since the PDF writer takes neither
CFF nor variable fonts. Their licence (SIL Open Font License 1.1) reserves the names "Source" and "Plex" for the
unaltered fonts, so the cut ones carry names of their own. Needs pip, apt-get, dpkg-deb and fontTools.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.instancer import instantiateVariableFont

PACKAGES = (
    "fontpkg-source-serif-4==4.4",
    "fontpkg-source-sans-3==3.52",
    "fontpkg-ibm-plex-sans-arabic==1.101",
    "fontpkg-noto-sans==2.15",
)
DEBIAN_PACKAGE = "fonts-noto-core"
DEBIAN_FONTS = "usr/share/fonts/truetype/noto"

SERIF = "fontpkg_source_serif_4"
SANS = "fontpkg_source_sans_3"
ARABIC = "fontpkg_ibm_plex_sans_arabic"
NOTO = "fontpkg_noto_sans"

TEXT_SIZE = 11
"""Optical size, in points, at which the serif is cut: the size of a dossier's text."""

ALPHABETIC = (
    (0x0020, 0x007E),
    (0x00A0, 0x052F),  # Latin, spacing letters, marks, Greek, Cyrillic: Kazakh and Uzbek in both alphabets
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x202F, 0x205E),
    (0x2070, 0x209C),
    (0x20A0, 0x20C0),
    (0x2100, 0x218B),
    (0x2190, 0x2199),
    (0x2200, 0x2265),
    (0x25A0, 0x25FF),
    (0xFFFD, 0xFFFD),
)
ARABIC_SCRIPT = (
    (0x0020, 0x0020),
    (0x00A0, 0x00A0),
    (0x0600, 0x06FF),
    (0x0750, 0x077F),
    (0x08A0, 0x08FF),
    (0x200C, 0x200F),
    (0x25CC, 0x25CC),
)
GEORGIAN = ((0x0589, 0x0589), (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2D))
ARMENIAN = ((0x0530, 0x058F), (0xFB13, 0xFB17))


@dataclass(frozen=True)
class Cut:
    """One font to make.

    Attributes:
        file: Its name under resources/fonts, without suffix; also its PostScript name.
        source: The published file it is cut from.
        ranges: First and last code point of each stretch of letters to keep.
        axes: Where to stand on each axis of a variable font.
        shaping: Whether letters join, so that the tables for shaping must stay.
    """

    file: str
    source: str
    ranges: tuple[tuple[int, int], ...] = ALPHABETIC
    axes: dict[str, float] = field(default_factory=dict)
    shaping: bool = False


def _serif(file: str, source: str, weight: int) -> Cut:
    return Cut(file, f"{SERIF}/files/{source}", axes={"wght": weight, "opsz": TEXT_SIZE})


def _sans(file: str, source: str, weight: int) -> Cut:
    return Cut(file, f"{SANS}/files/{source}", axes={"wght": weight})


def _debian(file: str, source: str, ranges: tuple[tuple[int, int], ...]) -> Cut:
    return Cut(file, f"{DEBIAN_FONTS}/{source}", ranges)


CUTS = (
    _serif("CasefileSerif-Regular", "SourceSerif4[opsz,wght].ttf", 400),
    _serif("CasefileSerif-Italic", "SourceSerif4-Italic[opsz,wght].ttf", 400),
    _serif("CasefileSerif-Semibold", "SourceSerif4[opsz,wght].ttf", 600),
    _sans("CasefileSans-Regular", "SourceSans3[wght].ttf", 400),
    _sans("CasefileSans-Italic", "SourceSans3-Italic[wght].ttf", 400),
    _sans("CasefileSans-Semibold", "SourceSans3[wght].ttf", 600),
    Cut("CasefileArabic-Regular", f"{ARABIC}/files/IBMPlexSansArabic-Regular.ttf", ARABIC_SCRIPT, shaping=True),
    Cut("CasefileArabic-Semibold", f"{ARABIC}/files/IBMPlexSansArabic-SemiBold.ttf", ARABIC_SCRIPT, shaping=True),
    _debian("CasefileGeorgianSerif-Regular", "NotoSerifGeorgian-Regular.ttf", GEORGIAN),
    _debian("CasefileGeorgianSerif-Bold", "NotoSerifGeorgian-Bold.ttf", GEORGIAN),
    _debian("CasefileGeorgianSans-Regular", "NotoSansGeorgian-Regular.ttf", GEORGIAN),
    _debian("CasefileGeorgianSans-Bold", "NotoSansGeorgian-Bold.ttf", GEORGIAN),
    _debian("CasefileArmenianSerif-Regular", "NotoSerifArmenian-Regular.ttf", ARMENIAN),
    _debian("CasefileArmenianSerif-Bold", "NotoSerifArmenian-Bold.ttf", ARMENIAN),
    _debian("CasefileArmenianSans-Regular", "NotoSansArmenian-Regular.ttf", ARMENIAN),
    _debian("CasefileArmenianSans-Bold", "NotoSansArmenian-Bold.ttf", ARMENIAN),
    # The rest of Latin, Greek and Cyrillic, which the text fonts lack; and the sign for what no font has.
    Cut("CasefileRest-Regular", f"{NOTO}/files/NotoSans[wdth,wght].ttf", axes={"wght": 400, "wdth": 100}),
    Cut("CasefileRest-Semibold", f"{NOTO}/files/NotoSans[wdth,wght].ttf", axes={"wght": 600, "wdth": 100}),
)

LICENCES = {
    "OFL-source-serif.txt": f"{SERIF}/LICENSE",
    "OFL-source-sans.txt": f"{SANS}/LICENSE",
    "OFL-plex-sans-arabic.txt": f"{ARABIC}/LICENSE",
    "OFL-noto.txt": f"{NOTO}/LICENSE",
}


def fetch(folder: Path) -> None:
    """Download and unpack the published fonts into `folder`."""
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), *PACKAGES], check=True
    )
    subprocess.run(["apt-get", "download", DEBIAN_PACKAGE], cwd=folder, check=True)
    (package,) = folder.glob(f"{DEBIAN_PACKAGE}_*.deb")
    subprocess.run(["dpkg-deb", "-x", str(package), str(folder)], check=True)


def make(cut: Cut, folder: Path, spare: set[int]) -> TTFont:
    """One static font; `spare` are letters that another font already gives."""
    font = TTFont(folder / cut.source, recalcTimestamp=False)
    if cut.axes:
        font = instantiateVariableFont(font, cut.axes)
    options = Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.drop_tables += ["STAT", "DSIG", "MVAR", "HVAR", "avar"]
    if not cut.shaping:
        options.layout_features = []
        options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    subsetter = Subsetter(options)
    wanted = {code for first, last in cut.ranges for code in range(first, last + 1)}
    subsetter.populate(unicodes=wanted - spare)
    subsetter.subset(font)
    if cut.shaping:
        _add_empty(font)
    _rename(font, cut.file)
    return font


def _add_empty(font: TTFont) -> None:
    """Give the joiners, which have no shape, an empty glyph: the file then still says where they stood."""
    name = "casefile.empty"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = Glyph()
    font["hmtx"][name] = (0, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.setdefault(0x200C, name)
            table.cmap.setdefault(0x200D, name)


def _rename(font: TTFont, name: str) -> None:
    family, style = name.split("-")
    for identifier, value in ((1, family), (2, style), (4, f"{family} {style}"), (6, name)):
        font["name"].setName(value, identifier, 3, 1, 0x409)
    kept = [record for record in font["name"].names if record.platformID == 3 and record.langID == 0x409]  # noqa: PLR2004 - Windows, English: the one set of names kept
    font["name"].names = kept


def covered(files: Iterable[Path]) -> set[int]:
    """The letters that every one of these fonts has."""
    sets = [set(TTFont(file).getBestCmap()) for file in files]
    return set.intersection(*sets)


def main(target: Path) -> None:
    """Write every font and licence into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        fetch(folder)
        for cut in CUTS:
            rest = cut.file.startswith("CasefileRest")
            text_fonts = [target / f"{done.file}.ttf" for done in CUTS[:6]]
            font = make(cut, folder, covered(text_fonts) if rest else set())
            font.save(target / f"{cut.file}.ttf")
            print(f"{cut.file}: {len(font.getBestCmap())} letters, {(target / f'{cut.file}.ttf').stat().st_size} bytes")
        for name, source in LICENCES.items():
            (target / name).write_bytes((folder / source).read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
