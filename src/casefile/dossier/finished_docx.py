"""Everything that somebody can read out of a finished file of Word, as a stranger would; what is not known is refused.

The archive must be the one that casefile writes of its parts, so that nothing lies beside or between them. Each part
must be one of those that casefile writes, of its elements alone: no comment, revision, picture, field, macro, custom
XML or link to the outside is ever read over.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from casefile.dossier.docx_text import packed

PARTS = frozenset(
    {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/settings.xml",
        "word/styles.xml",
    }
)
_LARGEST = 64 * 1024 * 1024
_OF_THE_FORMAT = """
w:document w:body w:p w:pPr w:pStyle w:bidi w:jc w:r w:rPr w:t w:tab w:br w:b w:i w:rtl w:vertAlign
w:hyperlink w:bookmarkStart w:bookmarkEnd w:tbl w:tblPr w:tblStyle w:tblW w:tblLayout w:tblGrid w:gridCol
w:tr w:trPr w:cantSplit w:tblHeader w:tc w:tcPr w:tcW w:gridSpan w:sectPr w:footerReference w:pgSz w:pgMar
w:ftr w:tabs w:fldSimple w:settings w:removePersonalInformation w:removeDateAndTime w:defaultTabStop
w:compat w:compatSetting w:styles w:docDefaults w:rPrDefault w:pPrDefault w:rFonts w:sz w:szCs w:lang
w:spacing w:style w:name w:basedOn w:keepNext w:outlineLvl w:color w:ind w:pBdr w:left w:top w:bottom
w:insideH w:tblBorders Types Default Override Relationships Relationship cp:coreProperties dc:title
dc:language
"""
_ELEMENTS = frozenset(_OF_THE_FORMAT.split())
_FIELDS = frozenset({"PAGE", "NUMPAGES"})


@dataclass(slots=True)
class FinishedDocx:
    """What a file holds.

    Attributes:
        paragraphs: The text of each paragraph, in order, of the body and then of the foot.
        others: Other texts, each with where it stands.
    """

    paragraphs: list[str] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)


def read_docx(data: bytes) -> FinishedDocx:
    """Read a file.

    Raises:
        ValueError, KeyError, zipfile.BadZipFile: It is broken, or holds what casefile does not write.
    """
    parts: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if {one.filename for one in entries} != PARTS or len(entries) != len(PARTS):
            raise ValueError("parts")
        if sum(one.file_size for one in entries) > _LARGEST:
            raise ValueError("size")
        for one in entries:
            parts[one.filename] = archive.read(one).decode("utf-8")
    if packed(parts) != data:
        raise ValueError("archive")
    found = FinishedDocx()
    for name in sorted(parts, key=lambda one: (one != "word/document.xml", one)):
        _Part(name, found).read(parts[name])
    return found


class _Part:
    """Reads one part into what was found."""

    def __init__(self, name: str, found: FinishedDocx) -> None:
        self._name = name
        self._found = found
        self._open: list[str] = []
        self._paragraph: list[str] = []
        self._text: list[str] = []

    def read(self, text: str) -> None:
        reader = expat.ParserCreate()
        reader.StartElementHandler = self._start
        reader.EndElementHandler = self._end
        reader.CharacterDataHandler = self._letters
        # A comment, an instruction or a declaration is nothing that casefile writes.
        reader.CommentHandler = _refuse
        reader.ProcessingInstructionHandler = _refuse
        reader.StartDoctypeDeclHandler = _refuse
        reader.EntityDeclHandler = _refuse
        try:
            reader.Parse(text.encode("utf-8"), True)
        except expat.ExpatError as problem:
            raise ValueError("xml") from problem

    def _start(self, name: str, facts: dict[str, str]) -> None:
        if name not in _ELEMENTS:
            raise ValueError(name)
        if facts.get("TargetMode") or (name == "w:fldSimple" and facts.get("w:instr") not in _FIELDS):
            raise ValueError(name)
        self._found.others.extend((self._name, value) for value in facts.values())
        if name in {"w:tab", "w:br"} and self._open and self._open[-1] == "w:r":
            self._paragraph.append("\t" if name == "w:tab" else "\n")
        self._open.append(name)
        self._text = []

    def _end(self, name: str) -> None:
        self._open.pop()
        if name == "w:p":
            self._found.paragraphs.append("".join(self._paragraph))
            self._paragraph = []
        elif name.startswith("dc:"):
            self._found.others.append(("properties", "".join(self._text)))
        self._text = []

    def _letters(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "w:t":
            self._paragraph.append(data)
        elif inside.startswith("dc:"):
            self._text.append(data)
        elif data.strip():
            raise ValueError("text")


def _refuse(*_given: object) -> None:
    raise ValueError("declaration")
