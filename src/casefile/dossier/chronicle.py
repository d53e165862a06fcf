"""What happened to a person, in order of time, from what may be printed."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import datetime

from casefile.base.dates import read_date
from casefile.base.i18n import N_, Language
from casefile.dossier.shown import Matter, MomentShown, Shown


def chronicle(matter: Matter, language: Language, *, several: bool = False) -> list[MomentShown]:
    """Everything dated, by the earliest moment that its date may mean.

    Args:
        matter: What may be printed.
        language: Of the words.
        several: Whether it is about several people, so that each line says whom; then also what was ordered and said.
    """
    found: list[tuple[datetime, int, MomentShown]] = []
    registered = {one.code("registered_at") for one in matter.of("custody")}
    for number, record in enumerate(matter.records):
        if record.kind == "statement" and record.links.get("organisation") == matter.issuer:
            # What the issuer itself says is the dossier, not what happened.
            continue
        if record.code("safeguard_kind") == "registered" and record.code("given_at") in registered:
            continue
        twin = _TWINS.get(record.code("safeguard_kind"))
        if twin and any(one.code(twin[1]) == record.code("given_at") for one in matter.of(twin[0])):
            continue
        for field, patterns in (_TOLD | _OF_SEVERAL if several else _TOLD).get(record.kind, ()):
            edtf = record.code(field)
            moment = _moment(edtf)
            text = _told(record, patterns, language)
            whom = record.words("person") or record.words("victim") if several else ""
            text = f"{whom}: {text[:1].lower()}{text[1:]}" if whom and text and record.kind != "statement" else text
            if moment is not None and text:
                notes = record.cited("", field) or record.cited(*record.notes)
                found.append((moment, number, MomentShown(record.words(field), edtf, record.kind, text, notes)))
    return [moment for _, _, moment in sorted(found, key=lambda one: one[:2])]


def _told(record: Shown, patterns: tuple[str, ...], language: Language) -> str:
    """The first pattern whose fields may all be printed."""
    for pattern in patterns:
        if all(record.tells(name) for name in _names(pattern)):
            said = language.text(pattern).format(**{name: record.within(name) for name in _names(pattern)})
            return said[:1].upper() + said[1:]
    return ""


def _names(pattern: str) -> Iterator[str]:
    return (name for _, name, _, _ in string.Formatter().parse(pattern) if name)


def _moment(edtf: str) -> datetime | None:
    if not edtf:
        return None
    try:
        read = read_date(edtf)
    except ValueError:
        return None
    return read.earliest or read.latest


_TWINS = {
    "lawyer": ("lawyer_access", "occurred"),
    "doctor": ("medical_exam", "examined_on"),
    "judge": ("hearing", "held_on"),
}
"""Safeguards that are told as records of their own as well, with the date of that record."""
_TOLD: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "custody": (
        ("arrested", (N_("Arrested: {custody_kind}, {arrest_place}"), N_("Arrested: {custody_kind}"), N_("Arrested"))),
        ("registered_at", (N_("Arrest registered"),)),
        ("ended", (N_("Detention ended: {end_kind}"), N_("Detention ended"))),
    ),
    "stay": (("began", (N_("Held at {place}"), N_("Held at {place_in_words}"), N_("Held, place not known"))),),
    "safeguard": (("given_at", ("{safeguard_kind}. {outcome}", "{safeguard_kind}")),),
    "lawyer_access": (("occurred", (N_("Lawyer, {access_kind}: {outcome}"), N_("Lawyer, {access_kind}"))),),
    "family_visit": (("occurred", (N_("Family, {visit_kind}: {outcome}"), N_("Family, {visit_kind}"))),),
    "allegation": (("began", (N_("Ill-treatment alleged: {methods}"), N_("Ill-treatment alleged"))),),
    "medical_exam": (("examined_on", (N_("Examined: {exam_kind}"), N_("Examined"))),),
    "charge": (("charged_on", (N_("Charged: {law}, {article}"), N_("Charged"))),),
    "hearing": (("held_on", (N_("Hearing: {hearing_kind}"), N_("Hearing"))),),
    "decision": (("decided_on", (N_("Decision: {verdict}, {sentence}"), N_("Decision: {verdict}"), N_("Decision"))),),
    "remedy": (("made_on", (N_("{remedy_kind}: {addressed_to}"), N_("{remedy_kind}"))),),
    "death": (("died_on", (N_("Died: {manner}"), N_("Died"))),),
    "violation_act": (("occurred", ("{violation_kind} ({status})", "{violation_kind}")),),
    "event": (("began", (N_("Event: {title}"),)),),
}
"""For each kind, the dates it has and what is said of each: the first pattern of which every field may be printed."""

_OF_SEVERAL: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "event": (("began", ("{title}",)),),
    "measure": (("began", ("{title}", "{measure_kind}")),),
    "statement": (
        (
            "occurred",
            ("{person}, {statement_kind}", "{organisation}, {statement_kind}", "{speaker_described}, {statement_kind}"),
        ),
    ),
}
"""What the chronology of an event tells besides."""
