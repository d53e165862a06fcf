"""Two vaults of the demonstration with a common past, edited apart since: what `shots` shows merging with."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from casefile.base.clock import Clock, RecordId
from casefile.casework.acts import Act
from casefile.store import demo
from casefile.store.casebook import Casebook
from casefile.ui.vault_opening import Way, create_vault, open_vault

if TYPE_CHECKING:
    from casefile.casework.book import Writer
    from casefile.casework.record import Value


@dataclass(frozen=True)
class Offices:
    """Two vaults with a common past, edited apart since: what merging is shown with.

    Attributes:
        here: Folder of the one that is opened.
        there: Folder of the other.
        secret: Opens both at once.
    """

    here: Path
    there: Path
    secret: str


_ACTIVITIES = """Chairs the branch of the teachers’ union [invented].
{rally}
Writes letters to the town council about unpaid wages [invented].
{trial}"""
_BEFORE = _ACTIVITIES.format(
    rally="Helped to organise the rally of 1 March 2026 [invented].", trial="Was warned once [invented]."
)
_EDITS_HERE: Mapping[str, Mapping[str, Value]] = MappingProxyType(
    {
        "Aigerim Qiyalova": {
            "activities": _ACTIVITIES.format(
                rally="Helped to organise the rally of 1 March 2026 and spoke there for ten minutes [invented].",
                trial="Was warned once, in February 2026 [invented].",
            ),
            "whereabouts_status": "house_arrest",
            "whereabouts_since": "2026-11-21",
            "health_details": "Asthma; was given an inhaler on 10 November [invented].",
        },
        "Timur Oidanov": {"birth_date": "1996", "occupation_detail": "Reporter of a weekly paper of the town"},
        "Inna Primerova": {"occupation_detail": "Member of the bar since 2015"},
        "Yusuf Khayali": {"languages": ("ar", "ru")},
    }
)
_EDITS_THERE: Mapping[str, Mapping[str, Value]] = MappingProxyType(
    {
        "Aigerim Qiyalova": {
            "activities": _ACTIVITIES.format(
                rally="Helped to organise the rally of 1 March 2026, but was at school when it began [invented].",
                trial="Was warned twice, by the director and by the police [invented].",
            ),
            "whereabouts_status": "released",
            "whereabouts_since": "2026-11-20",
            "health_details": "Asthma; the inhaler ran out on 9 November [invented].",
            "languages": ("en", "kk", "ru"),
        },
        "Timur Oidanov": {"birth_date": "1997-03-08", "occupation_detail": "Reporter of a weekly paper, Zhetisu"},
        "Inna Primerova": {"archived": 1},
        "Yusuf Khayali": {"civil_status": "widowed"},
        "Ruslan Mysalov": {"education": "higher"},
    }
)


def two_offices(folder: Path) -> Offices:
    """Two vaults of the demonstration, edited apart: new people, other fields, the same fields, one put aside."""
    folder.mkdir()
    clock = Clock()
    first = create_vault(folder / "Aktau office", demo.PASSPHRASE, clock, recovery=True)
    demo.fill(first.casebook)
    edit(first.casebook, {"Aigerim Qiyalova": {"activities": _BEFORE}})
    first.close()
    way = Way(first.recovery, "recovery")
    here = first.vault.path
    there = Path(shutil.copytree(here, folder / "Almaty office.casefile"))
    for path, author, edits in (
        (here, "Anna, Aktau office", _EDITS_HERE),
        (there, "Bolat, Almaty office", _EDITS_THERE),
    ):
        opened = open_vault(path, way, clock)
        # Two vaults that were copied count as one; two offices have one each.
        opened.casebook.set_setting("device", clock.new_id().hex())
        opened.close()
        opened = open_vault(path, way, clock)
        opened.casebook.set_setting("author", author)
        edit(opened.casebook, edits)
        if path == there:
            add_people(opened.casebook)
        opened.close()
    return Offices(here, there, first.recovery)


def edit(book: Casebook, values: Mapping[str, Mapping[str, Value]]) -> None:
    """Edit people by their names."""
    for name, fields in values.items():
        record = book.search(name, kinds=frozenset({"person"}), limit=1)[0].record
        book.transact(Act.EDIT_RECORD, partial(_update, record, fields))


def add_people(book: Casebook) -> None:
    """Add some people who do not exist."""
    book.transact(Act.ADD_RECORDS, lambda writer: writer.load("person", demo.fictional(12, seed=5)))


def _update(record: RecordId, fields: Mapping[str, Value], writer: Writer) -> None:
    writer.update(record, fields)
