"""Fills a vault with the demonstration case, or with generated people, to learn and to measure with.

The demonstration case is the statement in `resources/demo`, entered as records, each with its source. A record there is
a JSON object: `kind`, its fields by name, and optionally `key`, by which later records point to it as "@key", and
`claims`, each an object of the kind claim about this record. What is invented for training says so in the record.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from casefile.base.clock import RecordId
from casefile.base.config import resource
from casefile.base.errors import UserError
from casefile.base.i18n import _
from casefile.casework.acts import Act

if TYPE_CHECKING:
    from casefile.casework.book import Writer
    from casefile.store.casebook import Casebook

PASSPHRASE = "correct horse battery staple"  # noqa: S105 - printed for everybody: the demo vault holds public facts
"""The passphrase of every demonstration vault."""

_CASE = ("demo", "zhanaozen.json")


def fill(casebook: Casebook) -> int:
    """Enter the demonstration case as one act. Returns how many records it made."""
    records = json.loads(resource(*_CASE).read_text(encoding="utf-8"))
    return casebook.transact(Act.LOAD_DEMO, lambda writer: sum(1 for _record in enter(writer, records))).value


def enter(writer: Writer, records: Iterable[Mapping[str, Any]]) -> Iterator[RecordId]:
    """Write records that point to each other by key, in their order; gives the id of each record made.

    Raises:
        UserError: A key is used before it is given, or a value does not fit; the sentence names the record's key.
    """
    keys: dict[str, RecordId] = {}
    for record in records:
        fields = {name: value for name, value in record.items() if name not in {"kind", "key", "claims"}}
        key = record.get("key", "")
        try:
            made = writer.insert(record["kind"], **{name: _value(value, keys) for name, value in fields.items()})
            if key:
                keys[key] = made
            yield made
            for claim in record.get("claims", ()):
                about = {name: _value(value, keys) for name, value in claim.items()}
                yield writer.insert("claim", record=made, **about)
        except UserError as problem:
            raise UserError(f"{record['kind']} {key}: {problem}", problem.problems) from problem


def _value(value: Any, keys: Mapping[str, RecordId]) -> Any:
    if isinstance(value, str) and value.startswith("@"):
        if value[1:] not in keys:
            raise UserError(_("“{key}” is used before it is given.").format(key=value))
        return keys[value[1:]]
    return value


# Invented for training: names put together from parts, which no real list was used for.
_GIVEN = [
    "Aidana",
    "Alua",
    "Aruzhan",
    "Bekzat",
    "Daniyar",
    "Dinara",
    "Erlan",
    "Gulmira",
    "Ilyas",
    "Kamila",
    "Kanat",
    "Leila",
    "Madina",
    "Marat",
    "Nurlan",
    "Olga",
    "Pavel",
    "Raushan",
    "Sanzhar",
    "Saule",
    "Timur",
    "Vera",
    "Yerzhan",
    "Zarina",
    "Zhanar",
]
_FAMILY_STEMS = [
    "Abaj",
    "Beren",
    "Chokan",
    "Dalan",
    "Eset",
    "Galym",
    "Irgiz",
    "Kaldy",
    "Lomak",
    "Mirzak",
    "Narym",
    "Orda",
    "Petrak",
    "Sarym",
    "Tolek",
    "Ustem",
]
_FAMILY_ENDINGS = ["ov", "ova", "in", "ina", "uly", "kyzy", "enko", "ev", "eva", "bek"]
_STATES = ("at_liberty", "in_custody", "missing", "released", "unknown")


def generate(casebook: Casebook, people: int, seed: int) -> int:
    """Add fictional people, each marked as invented, the same for the same seed. Returns how many."""
    made = casebook.transact(Act.LOAD_DEMO, lambda writer: writer.load("person", fictional(people, seed)))
    return len(made.value)


def fictional(people: int, seed: int) -> Iterator[dict[str, Any]]:
    """Fields of people who do not exist, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - fiction that can be repeated, not a key
    for _number in range(people):
        family = chance.choice(_FAMILY_STEMS) + chance.choice("aeiou") + chance.choice("dklmnrst")
        yield {
            "shown_name": f"{chance.choice(_GIVEN)} {family}{chance.choice(_FAMILY_ENDINGS)}",
            "entity": "individual",
            "birth_date": str(chance.randint(1940, 2005)),
            "whereabouts_status": chance.choice(_STATES),
            "invented": "yes",
            "note": "Invented for training.",
        }


def is_empty(casebook: Casebook) -> bool:
    """Whether the vault holds no act yet, so that a demonstration cannot be mixed into a real one."""
    return not casebook.acts(limit=1)
