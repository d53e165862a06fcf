"""Source notes: what stands behind a fact, said so that no protected source is given away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from casefile.base.clock import NO_ID, RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import N_, Language
from casefile.casework.book import Reader, Snapshot
from casefile.casework.vocabulary import vocabulary
from casefile.dossier.needles import Needles
from casefile.dossier.shown import NoteShown
from casefile.dossier.telling import once_stopped

OPEN = frozenset({"", "open", "not_applicable"})
"""Terms of `protection` of a source that may be named. Any other term is taken to forbid it."""
SILENT = frozenset({"secret", "background_only"})
"""Terms of `protection` of a source that may not even be mentioned."""

_LONGEST_SHORT = 60


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
        self._groups: dict[RecordId, str] = {}
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
        if found.text("protection") not in OPEN or self._needles.found_in(locator):
            locator = ""
        place = (found.id, locator, otherwise)
        if place not in self._made:
            self._made[place] = self._note(found, locator, otherwise)
        return self._made[place].key

    def _note(self, source: Snapshot, locator: str, otherwise: str) -> NoteShown:
        text = self._language.text
        says = " " + text(_OTHERWISE).format(value=otherwise.rstrip(".")) if otherwise else ""
        again = text(_AGAIN).format(source=self._short(source), n="{n}")
        again = ", ".join(part for part in (again, locator) if part) + "."
        note = NoteShown(
            key=f"s{len(self._made) + 1}",
            text=self._text(source, locator) + says,
            source=self._group(source),
            again=again + says,
        )
        through = self._source(source.link("quoted_in")) if source.link("quoted_in") != NO_ID else None
        if through is None or through.text("protection") in SILENT or source.text("protection") not in OPEN:
            return note
        self.printed[through.id] = through
        short = text(_AGAIN).format(source=self._short(through), n="{n}") + "."
        return replace(
            note,
            through=self._group(through),
            through_text=text(_THROUGH).format(source=self._text(through, "")),
            through_again=text(_THROUGH).format(source=short),
        )

    def _group(self, source: Snapshot) -> str:
        return self._groups.setdefault(source.id, f"o{len(self._groups) + 1}")

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

    def _text(self, source: Snapshot, locator: str) -> str:
        dated = say_date(source.text("dated"), self._language.code) if source.text("dated") else ""
        if source.text("protection") not in OPEN:
            return ", ".join(part for part in (self._kind(source), dated, self._language.text(_ON_FILE)) if part) + "."
        publisher = self._reader.find(source.link("publisher")) if source.link("publisher") else None
        named = publisher.text("shown_name") if publisher is not None else ""
        title = source.text("title")
        parts = ["" if named in title else named, title, "" if dated and dated in title else dated, locator]
        if self._needles.found_in(" ".join(parts)):
            parts = [self._kind(source), dated]
        text = once_stopped(", ".join(part for part in parts if part) + ".")
        address = source.text("web_address")
        return f"{text} {address}" if address and not self._needles.found_in(address) else text


_AGAIN = N_("{source}, as note {n}")
_ON_FILE = N_("on file")
_OTHERWISE = N_("It says otherwise: {value}.")
_THROUGH = N_("Known through: {source}")
