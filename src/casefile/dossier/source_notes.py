"""Source notes: what stands behind a fact, said so that no protected source is given away."""

from __future__ import annotations

import re
from collections.abc import Mapping

from casefile.base.clock import NO_ID, RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import N_, Language
from casefile.casework.book import Reader, Snapshot
from casefile.casework.vocabulary import vocabulary
from casefile.dossier.needles import Needles
from casefile.dossier.shown import NoteShown

OPEN = frozenset({"", "open", "none", "public", "may_be_named", "not_applicable"})
"""Terms of `protection` of a source that may be named. Any other term is taken to forbid it."""
SILENT = frozenset({"secret", "not_mentioned", "must_not_be_mentioned", "do_not_mention", "hidden"})
"""Terms of `protection` of a source that may not even be mentioned."""

_LONGEST_SHORT = 60
_DEEPEST = 3
"""Sources known through sources that are named in one note."""


class SourceNotes:
    """The notes of one dossier, each text once.

    Args:
        reader: The book.
        language: Of the dossier.
        needles: What must not be printed; a source whose words hold any of it is named by its kind alone.
    """

    def __init__(self, reader: Reader, language: Language, needles: Needles) -> None:
        self._reader = reader
        self._language = language
        self._needles = needles
        self._made: dict[tuple[RecordId, str, str], NoteShown] = {}
        self._sources: dict[RecordId, Snapshot | None] = {}
        self.printed: dict[RecordId, Snapshot] = {}

    @property
    def notes(self) -> Mapping[str, NoteShown]:
        """The notes by key."""
        return {note.key: note for note in self._made.values()}

    def key(self, source: RecordId, locator: str = "", otherwise: str = "") -> str:
        """The key of the note for a place in a source; empty if the source may not be mentioned.

        Args:
            source: The source.
            locator: Page, paragraph, minute.
            otherwise: What this source says instead of what is printed, in words.
        """
        found = self._source(source)
        if found is None or found.text("protection") in SILENT:
            return ""
        self.printed[found.id] = found
        place = (found.id, locator, otherwise)
        if place not in self._made:
            key = f"s{len(self._made) + 1}"
            group = f"o{list(self.printed).index(found.id)}"
            says = " " + self._language.text(_OTHERWISE).format(value=otherwise) if otherwise else ""
            again = self._language.text(_AGAIN).format(source=self._short(found), n="{n}")
            again = ", ".join(part for part in (again, self._locator(found, locator)) if part) + "."
            self._made[place] = NoteShown(key, self._text(found, locator, 0) + says, group, again + says)
        return self._made[place].key

    def _short(self, source: Snapshot) -> str:
        """A name for a source that was named in full before: its publisher, or its own short title, or its kind."""
        if source.text("protection") in OPEN:
            publisher = self._reader.find(source.link("publisher")) if source.link("publisher") else None
            named = publisher.text("shown_name") if publisher is not None else ""
            short = re.sub(r"\s*\([^)]*\)", "", named) or source.text("title")
            short = short if len(short) <= _LONGEST_SHORT else source.text("title")
            if len(short) <= _LONGEST_SHORT and not self._needles.found_in(short):
                return short
        return self._kind(source)

    def _kind(self, source: Snapshot) -> str:
        label: str = vocabulary("source_kind").label(source.text("source_kind") or "unknown", self._language.code)
        return label

    def _locator(self, source: Snapshot, locator: str) -> str:
        return locator if source.text("protection") in OPEN and not self._needles.found_in(locator) else ""

    def is_invented(self, source: RecordId) -> bool:
        """Whether a source was made up for training."""
        found = self._source(source)
        return found is not None and found.text("invented") == "yes"

    def _source(self, source: RecordId) -> Snapshot | None:
        if source not in self._sources:
            self._sources[source] = self._reader.find(source) if source else None
        return self._sources[source]

    def _text(self, source: Snapshot, locator: str, depth: int) -> str:
        dated = say_date(source.text("dated"), self._language.code) if source.text("dated") else ""
        if source.text("protection") not in OPEN:
            return ", ".join(part for part in (self._kind(source), dated, self._language.text(_ON_FILE)) if part) + "."
        publisher = self._reader.find(source.link("publisher")) if source.link("publisher") else None
        named = publisher.text("shown_name") if publisher is not None else ""
        title = source.text("title")
        if named in title:
            named = ""
        parts = [part for part in (named, title, dated, locator) if part]
        if self._needles.found_in(" ".join(parts)):
            parts = [part for part in (self._kind(source), dated) if part]
        text = ", ".join(parts) + "."
        address = source.text("web_address")
        if address and not depth and not self._needles.found_in(address):
            text += f" {address}"
        through = self._source(source.link("quoted_in")) if source.link("quoted_in") != NO_ID else None
        if through is not None and depth < _DEEPEST and through.text("protection") not in SILENT:
            self.printed[through.id] = through
            text += " " + self._language.text(_THROUGH).format(source=self._text(through, "", depth + 1))
        return text


_AGAIN = N_("{source}, as note {n}")
_ON_FILE = N_("on file")
_OTHERWISE = N_("It says otherwise: {value}.")
_THROUGH = N_("Known through: {source}")
