"""Which evidence goes along with a dossier, and what of it: decided item by item, and refused in doubt.

An item goes to an audience only if nothing says that it may not: its protection and that of its source, whether others
can be seen on it, and the consent of everybody it is linked to. What its own text names is looked through as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from casefile.base.clock import RecordId
from casefile.base.dates import say_date
from casefile.base.errors import EnvironmentFault, FieldProblem, UserError
from casefile.base.i18n import N_, Language, _
from casefile.casework.book import Reader, Snapshot
from casefile.casework.catalogue import record_types
from casefile.casework.consent import permissions
from casefile.casework.record import Shape
from casefile.casework.vocabulary import vocabulary
from casefile.dossier import leakcheck
from casefile.dossier.document import Block, ExhibitLine, ExhibitList, Heading, Plate
from casefile.dossier.exhibit_pages import Leaf, Photograph, Sheet, leaves
from casefile.dossier.needles import Needles
from casefile.dossier.redaction import TRUSTED, Redactor
from casefile.dossier.shown import uncapitalised

ALL: Literal["all"] = "all"
_SHOWABLE = frozenset({"", "open"})
"""Terms of `protection` of what may go along."""
_MAKERS = frozenset({"made_by", "made_at"})
"""Terms of `evidence_relation` of who cannot be seen on it."""


class Files(Protocol):
    """Reads the files of evidence for a dossier."""

    def content(self, item: Snapshot) -> bytes:
        """The file of an item as it came in.

        Raises:
            UserError: It is too large to be printed.
            EnvironmentFault: It is missing or was altered.
        """

    def picture(self, content: bytes) -> tuple[bytes, int, int]:
        """A picture made anew at the size of print: a JPEG that tells nothing of itself, its width and its height.

        Raises:
            UserError: It cannot be opened, in words.
        """


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that does not go along, and why, for the office."""

    item: RecordId
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Exhibits:
    """What goes along.

    Attributes:
        blocks: The list of exhibits and their empty pages.
        sheets: What is laid on each page, by the key of its plate.
        printed: The items in the list.
        refused: Those that do not go along.
    """

    blocks: tuple[Block, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    printed: tuple[Snapshot, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def packed_here(self) -> frozenset[bytes]:
        """SHA-256 of each picture that was made anew, for `leakcheck`."""
        return frozenset(hashlib.sha256(one.jpeg).digest() for one in self.sheets if isinstance(one, Photograph))


def exhibits(
    reader: Reader, redactor: Redactor, audience: str, language: str, chosen: Sequence[RecordId], files: Files
) -> Exhibits:
    """What goes along of the chosen items, in their order.

    Raises:
        NotFoundError: One is not there.
    """
    text = Language.of(language).text
    lines: list[ExhibitLine] = []
    plates: list[Plate] = []
    sheets: list[Sheet] = []
    printed: list[Snapshot] = []
    refused: list[Refused] = []
    for item in map(reader.get, dict.fromkeys(chosen)):
        try:
            _admit(reader, redactor, audience, item)
            made = _sheets(item, files, redactor.clearance.needles)
        except (UserError, EnvironmentFault) as problem:
            refused.append(Refused(item.id, item.text("title") or item.text("reference"), str(problem)))
            continue
        label = text(N_("Exhibit {n}")).format(n=len(lines) + 1)
        title = _title(item, redactor, language)
        details = [_captured(item, language)]
        if not made:
            details.append(text(N_("Listed only: a file of this type is not printed here.")))
        lines.append(ExhibitLine(label, title, tuple(details), item.text("sha256"), len(sheets) + 1 if made else 0))
        plates.extend(Plate(len(sheets) + at, label, title, at == 1) for at in range(1, len(made) + 1))
        sheets.extend(made)
        printed.append(item)
    blocks: tuple[Block, ...] = ()
    if lines:
        blocks = (Heading(text(N_("Exhibits"))), ExhibitList(tuple(lines)), *plates)
    return Exhibits(blocks, tuple(sheets), tuple(printed), tuple(refused))


def linked_to(reader: Reader, records: Iterable[Snapshot]) -> tuple[RecordId, ...]:
    """The items that are evidence for any of these records, in the order of linking."""
    links = {link.id: link for one in records for link in reader.of("evidence_link", record=one.id)}
    found = dict.fromkeys(links[one].link("evidence_item") for one in sorted(links))
    return tuple(item for item in found if (held := reader.find(item)) is not None and not held.archived)


def refuse(refused: Sequence[Refused]) -> None:
    """Stop, and say of each item why it does not go along.

    Raises:
        UserError: There is one.
    """
    if refused:
        told = " ".join(_("{title}: {why}").format(title=one.title, why=one.why) for one in refused)
        raise UserError(
            _("Some evidence cannot go along, and nothing was written. {told}").format(told=told),
            tuple(FieldProblem("exhibit", one.why) for one in refused),
        )


def _admit(reader: Reader, redactor: Redactor, audience: str, item: Snapshot) -> None:
    if item.kind != "evidence_item":
        raise UserError(_("This is no item of evidence."))
    source = reader.find(item.link("source")) if item.link("source") else None
    if item.archived:
        raise UserError(_("It was put aside."))
    if any(one is not None and one.text("protection") not in _SHOWABLE for one in (item, source)):
        raise UserError(_("It, or its source, is protected."))
    if redactor.real and any(one is not None and one.text("invented") == "yes" for one in (item, source)):
        raise UserError(_("It was invented for training, and the dossier is about somebody real."))
    if audience not in TRUSTED and item.text("shows_people") != "no":
        raise UserError(_("For this audience somebody has to say first that no other people can be seen on it."))
    for person, seen in _people(reader, redactor, item):
        if not redactor.clearance.may_name(person):
            raise UserError(_("Somebody it is linked to may not be named to this audience."))
        pictured = seen and item.text("media_type").startswith("image/")
        if pictured and not permissions(reader, person, redactor.today)["may_use_picture"].allowed:
            raise UserError(_("Somebody it is linked to has not agreed that the picture may be used."))


def _people(reader: Reader, redactor: Redactor, item: Snapshot) -> Iterator[tuple[RecordId, bool]]:
    """Everybody an item is linked to, and whether they may be seen on it."""
    for link in reader.of("evidence_link", evidence_item=item.id):
        record = reader.find(link.link("record")) if link.link("record") else None
        if record is not None:
            seen = link.text("relation") not in _MAKERS
            yield from ((one, seen) for one in redactor.owners(record))
    for kind, made in record_types().items():
        for field, facts in made.facts.items():
            if facts.shape is Shape.LINK and facts.target == "evidence_item" and kind != "evidence_link":
                for record in reader.of(kind, archived=False, **{field: item.id}):
                    yield from ((one, True) for one in redactor.owners(record))


def _sheets(item: Snapshot, files: Files, needles: Needles) -> tuple[Sheet, ...]:
    if not item.text("blob_name"):
        raise UserError(_("This item has no file."))
    media_type = item.text("media_type")
    if media_type != "application/pdf" and not media_type.startswith("image/"):
        return ()
    content = files.content(item)
    if hashlib.sha256(content).hexdigest() != item.text("sha256"):
        raise UserError(_("An evidence file is not what was taken in."))
    if media_type != "application/pdf":
        return (Photograph(*files.picture(content)),)
    made = leaves(content)
    _look_through(made[0], needles)
    return made


def _look_through(leaf: Leaf, needles: Needles) -> None:
    try:
        found = leakcheck.find(leaf.pdf, needles)
    except leakcheck.LeakError:
        raise UserError(_("The text of this PDF cannot be read, so it cannot be checked for names.")) from None
    if found:
        raise UserError(_("This PDF names somebody who may not be named to this audience."))


def _title(item: Snapshot, redactor: Redactor, language: str) -> str:
    """What an item is called; its kind alone if its title names somebody who may not be named."""
    title = item.text("title")
    if title and title != item.text("file_name") and not redactor.names_somebody(title):
        return title
    return _term("evidence_kind", item.text("evidence_kind") or "unknown", language)


def _captured(item: Snapshot, language: str) -> str:
    """How it was captured."""
    text = Language.of(language).text
    said = [
        _term("evidence_kind", item.text("evidence_kind"), language),
        uncapitalised(_term("originality", item.text("originality"), language)),
    ]
    for field, words in (("captured_on", N_("captured {when}")), ("taken_in_on", N_("taken in {when}"))):
        if item.text(field):
            said.append(text(words).format(when=say_date(item.text(field), language)))
    return ", ".join(one for one in said if one)


def _term(name: str, term: str, language: str) -> str:
    return vocabulary(name).label(term, language) if term else ""
