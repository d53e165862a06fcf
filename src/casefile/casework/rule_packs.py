"""Rule packs: what is owed after an arrest and how soon, from `resources/rules/*.toml`.

A pack is data that a lawyer can read, check and fill in: instruments with the days on which they are in force, and
their rules. `resources/rules/kazakhstan.toml` tells how one is written. Nothing here measures anything; `safeguards`
does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casefile.base.config import resource
from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import LANGUAGES
from casefile.casework.vocabulary import vocabulary

OUTSIDE_CONTACT = "outside_contact"
"""First contact with anybody outside; until then a person is held incommunicado."""
FAMILY_VISIT = "family_visit"
"""First visit, call or letter of the family."""

_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_APPLIES_TO = ("everyone", "juveniles")
_PACK_KEYS = frozenset({"country", "instruments"})
_INSTRUMENT_KEYS = frozenset({"id", "name", "valid_from", "valid_to", "in_force_for", "rules"})
_RULE_KEYS = frozenset(
    {
        "id",
        "what",
        "limit_hours",
        "applies_to",
        "not_for",
        "valid_from",
        "valid_to",
        "source",
        "article",
        "says",
        "reservation",
    }
)


class RulePackError(EnvironmentFault):
    """A rule pack cannot be used. The message names the file and the rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty after an arrest, in one wording. Texts are by language code.

    Attributes:
        pack: Name of the file it is from.
        id: The duty within its pack; the versions of a rule share it, and never overlap in time.
        what: Term of `safeguard_kind`, `OUTSIDE_CONTACT` or `FAMILY_VISIT`.
        instrument: Name of the treaty, resolution or code.
        article: Where it says so.
        says: How it puts the time, in our own words.
        source: Where that can be checked.
        valid_from: First day in force.
        valid_to: Last day in force; None while it is.
        limit: Longest time after the arrest; None where the text names no number.
        juveniles: Whether it is about people under 18 only.
        not_for: Terms of `custody_kind` that it is not about.
        reservation: Why "it never happened" does not yet prove a breach; empty where it does.
        country: Term of `country` of a national law; empty for an international one.
        in_force_for: First day in force by country, where it is later.
    """

    pack: str
    id: str
    what: str
    instrument: Mapping[str, str]
    article: Mapping[str, str]
    says: Mapping[str, str]
    source: str
    valid_from: date
    valid_to: date | None = None
    limit: timedelta | None = None
    juveniles: bool = False
    not_for: frozenset[str] = frozenset()
    reservation: Mapping[str, str] = field(default_factory=dict)
    country: str = ""
    in_force_for: Mapping[str, date] = field(default_factory=dict)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of every pack, in the order of the files and of the rules in them.

    Raises:
        RulePackError: A pack cannot be used.
    """
    return tuple(rule for path in sorted(resource("rules").glob("*.toml")) for rule in read_pack(path))


def read_pack(path: Path) -> tuple[Rule, ...]:
    """The rules that a file holds, checked; none for a template that nobody has filled in yet.

    Raises:
        RulePackError: The file is missing or is not TOML; a rule lacks a text in a language or its source, its limit is
            not a number of hours above zero, its days are not days, or it overlaps another version of itself.
    """
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise RulePackError(f"{path.name}: {fault}") from fault
    _only(path.name, held, _PACK_KEYS)
    country = held.get("country", "")
    if country and country not in vocabulary("country").terms:
        raise RulePackError(f"{path.name}: {country!r} is no country of the vocabulary")
    instruments = held.get("instruments")
    if not isinstance(instruments, list) or not instruments:
        raise RulePackError(f"{path.name}: it has no [[instruments]]")
    found = tuple(rule for instrument in instruments for rule in _rules_of(path, country, instrument))
    _check_versions(path.name, found)
    return found


def _rules_of(path: Path, country: str, instrument: Mapping[str, Any]) -> Iterator[Rule]:
    where = f"{path.name}: {instrument.get('id', 'an instrument without id')}"
    _only(where, instrument, _INSTRUMENT_KEYS)
    name = _texts(where, instrument, "name")
    first, last = _days(where, instrument, None, None)
    joined = instrument.get("in_force_for", {})
    if not all(state in vocabulary("country").terms and type(day) is date for state, day in joined.items()):
        raise RulePackError(f"{where}: in_force_for gives a day for each country of the vocabulary")
    for given in instrument.get("rules", []):
        rule = f"{where}: {given.get('id', 'a rule without id')}"
        _only(rule, given, _RULE_KEYS)
        if not _ID.fullmatch(str(given.get("id", ""))):
            raise RulePackError(f"{rule}: an id is written in small letters and underscores")
        valid_from, valid_to = _days(rule, given, first, last)
        yield Rule(
            pack=path.stem,
            id=given["id"],
            what=_what(rule, given.get("what", "")),
            instrument=name,
            article=_texts(rule, given, "article"),
            says=_texts(rule, given, "says"),
            source=_source(rule, given),
            valid_from=valid_from,
            valid_to=valid_to,
            limit=_limit(rule, given),
            juveniles=_juveniles(rule, given),
            not_for=_not_for(rule, given),
            reservation=_texts(rule, given, "reservation") if "reservation" in given else {},
            country=country,
            in_force_for=MappingProxyType(dict(joined)),
        )


def _only(where: str, given: Mapping[str, Any], known: frozenset[str]) -> None:
    strange = sorted(given.keys() - known)
    if strange:
        raise RulePackError(f"{where}: {strange[0]!r} means nothing here")


def _texts(where: str, given: Mapping[str, Any], key: str) -> Mapping[str, str]:
    held = given.get(key)
    texts = held if isinstance(held, dict) else {}
    for code in LANGUAGES:
        if not isinstance(texts.get(code), str) or not texts[code].strip():
            raise RulePackError(f"{where}: {key} is missing in {code!r}")
    return MappingProxyType({code: texts[code].strip() for code in LANGUAGES})


def _source(where: str, given: Mapping[str, Any]) -> str:
    source = given.get("source", "")
    if not isinstance(source, str) or not source.strip():
        raise RulePackError(f"{where}: source is missing: say where the rule can be checked")
    return source.strip()


def _days(where: str, given: Mapping[str, Any], first: date | None, last: date | None) -> tuple[date, date | None]:
    """The days in force: those of the instrument unless the rule has its own within them."""
    valid_from, valid_to = given.get("valid_from", first), given.get("valid_to", last)
    if type(valid_from) is not date or not (valid_to is None or type(valid_to) is date):
        raise RulePackError(f"{where}: valid_from and valid_to are days, such as 2015-01-01")
    outside = (first and valid_from < first) or (last and (valid_to is None or valid_to > last))
    if outside or (valid_to and valid_to < valid_from):
        raise RulePackError(f"{where}: its days do not fit: {valid_from} to {valid_to or 'now'}")
    return valid_from, valid_to


def _what(where: str, what: Any) -> str:
    if what not in {*vocabulary("safeguard_kind").terms, OUTSIDE_CONTACT, FAMILY_VISIT}:
        raise RulePackError(f"{where}: {what!r} is no safeguard")
    return str(what)


def _limit(where: str, given: Mapping[str, Any]) -> timedelta | None:
    if "limit_hours" not in given:
        return None
    hours = given["limit_hours"]
    if type(hours) not in {int, float} or not 0 < hours < timedelta.max.days:
        raise RulePackError(f"{where}: limit_hours is a number of hours above zero; without one, leave the line out")
    return timedelta(hours=hours)


def _juveniles(where: str, given: Mapping[str, Any]) -> bool:
    applies_to = given.get("applies_to", _APPLIES_TO[0])
    if applies_to not in _APPLIES_TO:
        raise RulePackError(f"{where}: applies_to is one of {', '.join(_APPLIES_TO)}")
    return bool(applies_to == _APPLIES_TO[1])


def _not_for(where: str, given: Mapping[str, Any]) -> frozenset[str]:
    kinds = given.get("not_for", [])
    if not isinstance(kinds, list) or not set(kinds) <= vocabulary("custody_kind").terms.keys():
        raise RulePackError(f"{where}: not_for lists kinds of detention of the vocabulary custody_kind")
    return frozenset(kinds)


def _check_versions(file: str, found: tuple[Rule, ...]) -> None:
    for duty in {rule.id for rule in found}:
        versions = sorted((rule for rule in found if rule.id == duty), key=lambda rule: rule.valid_from)
        if len({(rule.what, rule.juveniles) for rule in versions}) > 1:
            raise RulePackError(f"{file}: {duty}: all versions of a rule are about the same safeguard and people")
        for earlier, later in pairwise(versions):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                raise RulePackError(f"{file}: {duty}: two versions are in force on {later.valid_from}")
