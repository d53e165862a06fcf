"""REF: how a record is named on the command line: by id, by reference code, or by a title or name that only one has.

Titles and names are compared letter by letter first, then without regard to case, marks and spelling ("Жаңаөзен" is
"Zhanaozen"). Nothing is ever guessed from a part of a name: a command that changes a record must not hit another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.base.clock import NO_ID, RecordId, format_id, parse_id
from casefile.base.i18n import _
from casefile.base.text import fold, skeleton
from casefile.casework.catalogue import record_types
from casefile.casework.record import ANY_KIND, Shape
from casefile.casework.titles import title
from casefile.cli.terminal import AmbiguousError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from casefile.casework.book import Reader, Snapshot
    from casefile.casework.record import RecordType
    from casefile.store.changes import Hit

_NAME = "name"
_WHOLE_NAME = "full_name"
_NEAR = 10


class References:
    """Finds the record that a REF means.

    Args:
        search: `Casebook.search`, for titles that are spelled another way.
    """

    def __init__(self, search: Callable[[str], Sequence[Hit]]) -> None:
        self._search = search

    def resolve(self, reader: Reader, text: str, *, kind: str = ANY_KIND) -> RecordId:
        """The record that `text` means.

        Args:
            reader: The book as it stands, records added earlier in the same act included.
            text: An id, a reference code, a title or a name.
            kind: Only a record of this kind can be meant.

        Raises:
            AmbiguousError: No record is called so, or several are; it carries those that may be meant.
        """
        wanted = text.strip()
        try:
            given = parse_id(wanted)
        except ValueError:
            given = NO_ID
        if given != NO_ID and reader.find(given) is not None:
            return given
        for candidates in (self._by_code, self._by_title, self._by_spelling):
            found = list(dict.fromkeys(record for record in candidates(reader, wanted, kind) if record != NO_ID))
            living = [record for record in found if not reader.get(record).archived] or found
            if len(living) == 1:
                return living[0]
            if living:
                raise AmbiguousError(
                    _("Several records are called so; give one of these codes."), named(reader, living)
                )
        raise AmbiguousError(_("No record is called so."), named(reader, self._near(wanted, kind)))

    def _by_code(self, reader: Reader, text: str, kind: str) -> Iterable[RecordId]:
        # This vault gives codes as a prefix and a number; codes from elsewhere may be anything.
        given, prefix = text.upper(), text.upper().partition("-")[0]
        own = [record_type for record_type in _types(kind) if record_type.kind.prefix == prefix]
        found = [snapshot.id for it in own for snapshot in reader.of(it.kind.name, archived=True, reference=given)]
        return found or [
            snapshot.id for it in _types(kind) for snapshot in reader.of(it.kind.name, archived=True, reference=text)
        ]

    def _by_title(self, reader: Reader, text: str, kind: str) -> Iterable[RecordId]:
        for record_type in _all_types():
            for field in _called_by(record_type):
                for snapshot in reader.of(record_type.kind.name, archived=True, **{field: text}):
                    yield from _meant(reader, snapshot, kind)

    def _by_spelling(self, reader: Reader, text: str, kind: str) -> Iterable[RecordId]:
        hits = [reader.get(hit.record) for hit in self._search(text) if reader.find(hit.record) is not None]
        for same in (fold, skeleton):
            wanted = same(text)
            found = [
                meant
                for snapshot in hits
                if any(same(called) == wanted for called in _names(reader, snapshot))
                for meant in _meant(reader, snapshot, kind)
            ]
            if wanted and found:
                return found
        return ()

    def _near(self, text: str, kind: str) -> list[RecordId]:
        hits = [hit for hit in self._search(text) if kind in {ANY_KIND, hit.owner_kind}]
        return list(dict.fromkeys(hit.owner for hit in hits))[:_NEAR]


def named(reader: Reader, records: Iterable[RecordId]) -> list[dict[str, str]]:
    """Records as they are offered to choose from."""
    return [
        {
            "id": format_id(record),
            "reference": snapshot.text("reference"),
            "kind": snapshot.kind,
            "title": title(reader, snapshot),
        }
        for record in records
        if (snapshot := reader.find(record)) is not None
    ]


def _all_types() -> Iterable[RecordType]:
    return record_types().values()


def _types(kind: str) -> Iterable[RecordType]:
    return [record_type for record_type in _all_types() if kind in {ANY_KIND, record_type.kind.name}]


def _called_by(record_type: RecordType) -> tuple[str, ...]:
    """The fields that hold, whole, what a record is called; a given name alone, or an article, calls nobody."""
    if record_type.kind.name == _NAME:
        return (_WHOLE_NAME,)
    if record_type.owner:
        return ()
    return tuple(field for field in record_type.kind.title if record_type.facts[field].shape is Shape.TEXT)


def _names(reader: Reader, snapshot: Snapshot) -> Iterable[str]:
    """All that a record is called: its title, the fields it is made of, and other names kept as a set."""
    record_type = record_types()[snapshot.kind]
    yield title(reader, snapshot)
    yield from (snapshot.text(field) for field in _called_by(record_type))
    for field, stated in record_type.facts.items():
        if stated.shape is Shape.TAGS and stated.search:
            yield from snapshot.set(field)


def _meant(reader: Reader, snapshot: Snapshot, kind: str) -> Iterable[RecordId]:
    """The record that is meant by the title of another: a name means its person."""
    owner = record_types()[snapshot.kind].owner
    meant = snapshot.link(owner) if snapshot.kind == _NAME and kind != _NAME else snapshot.id
    if kind in {ANY_KIND, reader.kind_of(meant)}:
        yield meant
