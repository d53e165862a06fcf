"""Source notes: what stands behind a fact, said so that no protected source is given away."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.base.clock import NO_ID, RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import N_, Language
from casefile.casework.book import Reader, Snapshot
from casefile.casework.vocabulary import vocabulary
from casefile.dossier.needles import Needles

OPEN = frozenset({"", "open", "none", "public", "may_be_named", "not_applicable"})
"""Terms of `protection` of a source that may be named. Any other term is taken to forbid it."""
SILENT = frozenset({"secret", "not_mentioned", "must_not_be_mentioned", "do_not_mention", "hidden"})
"""Terms of `protection` of a source that may not even be mentioned."""

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
        self._keys: dict[str, str] = {}
        self._sources: dict[RecordId, Snapshot | None] = {}
        self.printed: dict[RecordId, Snapshot] = {}

    @property
    def texts(self) -> Mapping[str, str]:
        """The notes by key."""
        return {key: text for text, key in self._keys.items()}

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
        text = self._text(found, locator, 0)
        if otherwise:
            text += " " + self._language.text(_OTHERWISE).format(value=otherwise)
        return self._keys.setdefault(text, f"s{len(self._keys) + 1}")

    def _source(self, source: RecordId) -> Snapshot | None:
        if source not in self._sources:
            self._sources[source] = self._reader.find(source) if source else None
        return self._sources[source]

    def _text(self, source: Snapshot, locator: str, depth: int) -> str:
        dated = say_date(source.text("dated"), self._language.code) if source.text("dated") else ""
        if source.text("protection") not in OPEN:
            kind = vocabulary("source_kind").label(source.text("source_kind"), self._language.code)
            return ", ".join(part for part in (kind, dated, self._language.text(_ON_FILE)) if part) + "."
        publisher = self._reader.find(source.link("publisher")) if source.link("publisher") else None
        named = publisher.text("shown_name") if publisher is not None else ""
        title = source.text("title")
        if named in title:
            named = ""
        parts = [part for part in (named, title, dated, locator) if part]
        if self._needles.found_in(" ".join(parts)):
            kind = vocabulary("source_kind").label(source.text("source_kind"), self._language.code)
            parts = [part for part in (kind, dated) if part]
        text = ", ".join(parts) + "."
        address = source.text("web_address")
        if address and not depth and not self._needles.found_in(address):
            text += f" {address}"
        through = self._source(source.link("quoted_in")) if source.link("quoted_in") != NO_ID else None
        if through is not None and depth < _DEEPEST and through.text("protection") not in SILENT:
            self.printed[through.id] = through
            text += " " + self._language.text(_THROUGH).format(source=self._text(through, "", depth + 1))
        return text


_ON_FILE = N_("on file")
_OTHERWISE = N_("It says otherwise: {value}.")
_THROUGH = N_("Known through: {source}")
