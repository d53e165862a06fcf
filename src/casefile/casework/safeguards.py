"""The custody clock: how long each safeguard took from the arrest, and whether a rule in force that day was kept.

Everything is an interval: what is known only to the day may lie anywhere in it. A rule is *met* when even the longest
possible time is within its limit, *breached* when even the shortest is beyond it, and otherwise nobody can tell. An
hour that is missing never makes a breach. Rules are data with dates of force, in `resources/rules`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from casefile.base.clock import RecordId
from casefile.base.config import resource
from casefile.base.dates import PartialDate, read_date, time_between
from casefile.base.i18n import _, language
from casefile.casework.book import Reader, Snapshot
from casefile.casework.vocabulary import vocabulary

MET, BREACHED, CANNOT_TELL = "met", "breached", "cannot_tell"
CONTACT = "contact"
"""Contact with anybody outside: ends the hours incommunicado."""
JUVENILE_UNTIL = 18
"""Years: Convention on the Rights of the Child, article 1."""
_HOUR = 3_600.0
_DAYS_OF_A_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one instrument.

    Attributes:
        what: Id of the safeguard.
        article: Instrument and article, by language.
        hours: The limit; None where the instrument gives no number ("promptly").
        juveniles: Whether it is for people under 18 only.
        valid_from: First day in force.
        valid_to: Last day in force; None while it is.
    """

    what: str
    article: Mapping[str, str]
    hours: float | None
    juveniles: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Safeguarded:
    """What is known of one safeguard of one detention.

    Attributes:
        given: "yes", "no" (never), "unknown", or empty when nothing was recorded.
        at: When it was given, if that is known.
    """

    given: str = ""
    at: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One safeguard against one rule.

    Attributes:
        what: Label of the safeguard.
        rule: Instrument and article.
        least: Hours it took at least; None if that is open.
        most: Hours it took at most; None if that is open.
        limit: Hours the rule allows; None if it gives no number.
        verdict: "met", "breached" or "cannot_tell".
        why: The reason, as a sentence.
        kind: Id of the safeguard.
    """

    what: str
    rule: str
    least: float | None
    most: float | None
    limit: float | None
    verdict: str
    why: str
    kind: str = ""


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of every pack, in the order of the safeguards' vocabulary.

    Raises:
        ValueError: A pack breaks a rule of its own form; the message names it.
    """
    found = [
        _rule(path.name, said)
        for path in sorted(resource("rules").glob("*.toml"))
        for said in tomllib.loads(path.read_text(encoding="utf-8")).get("rules", ())
    ]
    order = [*vocabulary("safeguard_kind").terms, CONTACT]
    return tuple(sorted(found, key=lambda rule: order.index(rule.what)))


def judge(  # noqa: PLR0911 - one return a verdict, with its reason
    rule: Rule, arrested: PartialDate | None, safeguard: Safeguarded, ended: PartialDate | None, now: PartialDate
) -> tuple[str, str, float | None, float | None]:
    """Whether one rule was kept: verdict, reason, and the hours it took at least and at most.

    Args:
        rule: In force when the arrest was made.
        arrested: When; None if that is not known.
        safeguard: What is known of it.
        ended: When the detention ended; None while it lasts or if that is not known.
        now: The present, up to which a detention without an end is known to have lasted if nothing was given.
    """
    least, most = _hours(arrested, safeguard.at)
    if arrested is None or arrested.earliest is None:
        return CANNOT_TELL, _("It is not known when the arrest was."), least, most
    if safeguard.given == "no":
        return _never(rule, arrested, ended, now)
    if safeguard.at is None:
        reason = _("It is not recorded when this happened.") if safeguard.given == "yes" else _("Nothing is recorded.")
        return CANNOT_TELL, reason, None, None
    if rule.hours is None:
        return CANNOT_TELL, _("The rule says “promptly” and gives no number of hours."), least, most
    if most is not None and most <= rule.hours:
        return MET, _("At the most {hours} hours passed.").format(hours=_number(most)), least, most
    if least is not None and least > rule.hours:
        return BREACHED, _("At least {hours} hours passed.").format(hours=_number(least)), least, most
    return CANNOT_TELL, _("The times are not known closely enough."), least, most


def _never(
    rule: Rule, arrested: PartialDate, ended: PartialDate | None, now: PartialDate
) -> tuple[str, str, float | None, float | None]:
    lasted, longest = _hours(arrested, ended or now)
    if rule.hours is None:
        if ended is not None:
            return BREACHED, _("It never happened before the detention ended."), lasted, None
        return CANNOT_TELL, _("It had not happened; the rule gives no number of hours."), lasted, None
    if lasted is not None and lasted > rule.hours:
        return BREACHED, _("It never happened in at least {hours} hours.").format(hours=_number(lasted)), lasted, None
    if longest is not None and longest <= rule.hours:
        return CANNOT_TELL, _("The detention ended before the time was up."), None, None
    return CANNOT_TELL, _("It never happened, and it is not known for how long."), lasted, None


def clock(reader: Reader, custody: RecordId, now: datetime | None = None, language_code: str = "") -> list[ClockLine]:
    """The custody clock of one detention, against every rule that was in force, or may have been, on that day.

    Args:
        reader: The book.
        custody: The detention.
        now: The present in UTC; without it, a detention without an end is taken to have lasted no longer than known.
        language_code: ISO 639-1 code for names of safeguards and instruments; the app's language if empty.
    """
    code = language_code or language().code
    record = reader.get(custody)
    arrested = _date(record.text("arrested"))
    ended = _date(record.text("ended"))
    present = read_date(now.strftime("%Y-%m-%dT%H:%M")) if now is not None else (arrested or read_date("XXXX"))
    known = _safeguards(reader, record)
    juvenile = _is_juvenile(reader, record, arrested)
    lines: list[ClockLine] = []
    for rule in applying(rules(), arrested, juvenile=juvenile):
        safeguard = known.get(rule.what, Safeguarded())
        verdict, why, least, most = judge(rule, arrested, safeguard, ended, present)
        if verdict == BREACHED and not _surely_in_force(rule, arrested):
            verdict, why = CANNOT_TELL, _("It is not certain that this rule was in force on the day of the arrest.")
        lines.append(
            ClockLine(
                what=_label(rule.what, code),
                rule=rule.article.get(code) or rule.article["en"],
                least=least,
                most=most,
                limit=rule.hours,
                verdict=verdict,
                why=why,
                kind=rule.what,
            )
        )
    return lines


def applying(found: Iterable[Rule], arrested: PartialDate | None, *, juvenile: bool) -> list[Rule]:
    """The rules that may have been in force on the day of an arrest; one for juveniles replaces the general one."""
    possible = [rule for rule in found if _maybe_in_force(rule, arrested) and (juvenile or not rule.juveniles)]
    special = {rule.what for rule in possible if rule.juveniles}
    return [rule for rule in possible if rule.juveniles or rule.hours is None or rule.what not in special]


def incommunicado_hours(record: Snapshot) -> tuple[float | None, float | None]:
    """Hours from the arrest to the first contact with anybody outside: at least, and at most; None where open."""
    return _hours(_date(record.text("arrested")), _date(record.text("incommunicado_until")))


def _safeguards(reader: Reader, custody: Snapshot) -> dict[str, Safeguarded]:
    found = {
        one.text("safeguard_kind"): Safeguarded(one.text("given"), _date(one.text("given_at")))
        for one in reader.of("safeguard", custody=custody.id)
    }
    registered, contact = _date(custody.text("registered_at")), _date(custody.text("incommunicado_until"))
    if registered is not None:
        found["registered"] = Safeguarded("yes", registered)
    if contact is not None:
        found[CONTACT] = Safeguarded("yes", contact)
    return found


def _is_juvenile(reader: Reader, custody: Snapshot, arrested: PartialDate | None) -> bool:
    person = reader.find(custody.link("person"))
    if person is None:
        return False
    if "minor" in person.set("characteristics"):
        return True
    _least, oldest = (
        time_between(born, arrested) if (born := _date(person.text("birth_date"))) and arrested else (None, None)
    )
    return oldest is not None and oldest < timedelta(days=JUVENILE_UNTIL * _DAYS_OF_A_YEAR)


def _hours(start: PartialDate | None, end: PartialDate | None) -> tuple[float | None, float | None]:
    if start is None or end is None:
        return None, None
    least, most = time_between(start, end)
    return (
        None if least is None else max(least.total_seconds() / _HOUR, 0.0),
        None if most is None else most.total_seconds() / _HOUR,
    )


def _maybe_in_force(rule: Rule, arrested: PartialDate | None) -> bool:
    if arrested is None:
        return True
    too_early = arrested.latest is not None and arrested.latest.date() < rule.valid_from
    too_late = rule.valid_to is not None and arrested.earliest is not None and arrested.earliest.date() > rule.valid_to
    return not too_early and not too_late


def _surely_in_force(rule: Rule, arrested: PartialDate | None) -> bool:
    if arrested is None or arrested.earliest is None or arrested.earliest.date() < rule.valid_from:
        return False
    return rule.valid_to is None or (arrested.latest is not None and arrested.latest.date() <= rule.valid_to)


def _date(edtf: str) -> PartialDate | None:
    if not edtf:
        return None
    read = read_date(edtf)
    return read if read.earliest is not None or read.latest is not None else None


def _label(what: str, code: str) -> str:
    return _("Contact with the outside") if what == CONTACT else vocabulary("safeguard_kind").label(what, code)


def _number(hours: float) -> str:
    return f"{hours:.0f}" if hours >= 1 else f"{hours:.1f}"


def _rule(file: str, said: Mapping[str, object]) -> Rule:
    what, article = said.get("what"), said.get("article")
    valid_from, valid_to, hours = said.get("valid_from"), said.get("valid_to"), said.get("hours")
    known = what in vocabulary("safeguard_kind").terms or what == CONTACT
    if not known or not isinstance(article, dict) or not article.get("en") or not isinstance(valid_from, str):
        raise ValueError(f"{file}: a rule about “{what}” lacks its article, its first day, or a known safeguard")
    if hours is not None and (not isinstance(hours, int | float) or hours <= 0):
        raise ValueError(f"{file}: the limit of “{what}” is not a number of hours")
    if said.get("applies_to") not in {"everyone", "juveniles"}:
        raise ValueError(f"{file}: “{what}” applies to “{said.get('applies_to')}”")
    return Rule(
        what=str(what),
        article={str(code): str(words) for code, words in article.items()},
        hours=float(hours) if hours is not None else None,
        juveniles=said["applies_to"] == "juveniles",
        valid_from=date.fromisoformat(valid_from),
        valid_to=date.fromisoformat(str(valid_to)) if valid_to else None,
    )
