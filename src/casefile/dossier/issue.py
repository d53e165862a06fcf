"""Making a dossier: gather, ask for consent, compose, draw, check; and recording that it left the house.

`make` only reads, so the command line and the window call it inside `casebook.read`; `record` writes the letter, inside
`casebook.transact(Act.ISSUE_DOSSIER, ...)`, once the file has been saved.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from casefile.base.clock import NO_ID, RecordId, format_id
from casefile.base.errors import FieldProblem, UserError
from casefile.base.i18n import N_, Language, _
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.custody_clock import Verdict, what_label
from casefile.casework.letters import record_letter
from casefile.casework.safeguards import clock
from casefile.dossier import leakcheck
from casefile.dossier.case import CaseComposer
from casefile.dossier.clearance import NAMED_BY
from casefile.dossier.gather import about_event, about_person
from casefile.dossier.pdf import render
from casefile.dossier.redaction import Redactor, Withheld
from casefile.dossier.shown import ClockShown, Matter
from casefile.dossier.signing import Manifest, fingerprint
from casefile.dossier.statement import StatementComposer
from casefile.dossier.template import Template, template

AUDIENCES = tuple(NAMED_BY)
"""For whom a dossier can be made."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A dossier that was made and checked, and is not yet recorded.

    Attributes:
        pdf: The file.
        manifest: The paper beside it, not signed.
        title: Its title.
        about: The record it is about.
        missing: What the template wants and nobody recorded, in words.
        withheld: What was not printed, and why.
        uncovered: Letters that no font has, as "U+4E2D".
        printed: The records it printed, without their values.
    """

    pdf: bytes
    manifest: Manifest
    title: str
    about: RecordId
    missing: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    uncovered: tuple[str, ...]
    printed: tuple[Snapshot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What may be chosen besides.

    Attributes:
        dated: The date it bears, EDTF; the day on which it is made if empty.
        issuer: The organisation that speaks; `NO_ID` for the publisher of most of its sources.
        file_name: The name that the file will have, to be checked as well.
        paper: Its size.
    """

    dated: str = ""
    issuer: RecordId = NO_ID
    file_name: str = ""
    paper: Literal["A4", "Letter"] = "A4"


def make(
    reader: Reader,
    template_name: str,
    about: Sequence[RecordId],
    audience: str,
    language: str,
    today: dt.date,
    options: Options | None = None,
) -> Issued:
    """Make a dossier.

    Args:
        reader: The book.
        template_name: See `template.templates`.
        about: The record it is about: one.
        audience: One of `AUDIENCES`; decides with each person's consent what is printed.
        language: ISO 639-1 code of the dossier.
        today: The day on which consents must hold; also its date, unless another is given.
        options: What may be chosen besides.

    Raises:
        NotFoundError: There is no such template or record.
        UserError: The template is not for such a record or audience.
        LeakError: The finished file holds what may not be printed, or cannot be checked.
    """
    chosen = template(template_name)
    options = options or Options()
    subject = _subject(reader, chosen, about, audience)
    gathered = about_person(reader, subject) if subject.kind == "person" else about_event(reader, subject)
    speaker = reader.find(options.issuer) if options.issuer else _publisher(reader, gathered)
    if speaker is not None:
        known = {one.id for one in gathered}
        place = reader.find(speaker.link("place")) if speaker.link("place") else None
        gathered.extend(one for one in (speaker, place) if one is not None and one.id not in known)
    redactor = Redactor(reader, chosen, audience, Language.of(language), today, subject, gathered)
    records = redactor.records()
    matter = Matter(
        about=redactor.handles[subject.id],
        records=records,
        sources=redactor.sources.notes,
        clocks=_clocks(reader, redactor, language) if subject.kind == "person" else {},
        issuer=redactor.handles[speaker.id] if speaker is not None else "",
        language=language,
        classification=Language.of(language).text(_CLASSIFICATION[audience]),
        dated=options.dated or today.isoformat(),
        today=today,
        paper=options.paper,
    )
    document = (CaseComposer if chosen.composer == "case" else StatementComposer)(chosen, matter).compose()
    rendered = render(document)
    leakcheck.check(rendered.pdf, redactor.clearance.needles, options.file_name)
    printed = {
        one.id: Snapshot(one.kind, one.id, one.version, {})
        for one in (*redactor.printed.values(), *redactor.sources.printed.values())
    }
    manifest = Manifest(
        sha256=fingerprint(rendered.pdf),
        pages=rendered.pages,
        template=chosen.name,
        template_version=chosen.version,
        language=language,
        audience=audience,
        dated=matter.dated,
        records=tuple(sorted((one.kind, format_id(one.id), one.version.hex()) for one in printed.values())),
    )
    return Issued(
        pdf=rendered.pdf,
        manifest=manifest,
        title=document.title,
        about=subject.id,
        missing=redactor.missing,
        withheld=redactor.withheld,
        uncovered=rendered.uncovered,
        printed=tuple(printed.values()),
    )


def record(writer: Writer, issued: Issued, *, addressee: str = "", file_name: str = "") -> RecordId:
    """Record that a dossier left the house, with the versions of the records it printed. Returns the letter.

    Args:
        writer: The book.
        issued: What `make` gave.
        addressee: To whom it goes.
        file_name: Under which name it was saved, without folder.
    """
    manifest = issued.manifest
    return record_letter(
        writer,
        issued.title,
        addressee,
        manifest.dated,
        printed=issued.printed,
        about=issued.about,
        template=manifest.template,
        audience=manifest.audience,
        language=manifest.language,
        sha256=manifest.sha256,
        pages=manifest.pages,
        file_name=file_name,
    )


def _subject(reader: Reader, chosen: Template, about: Sequence[RecordId], audience: str) -> Snapshot:
    if audience not in chosen.audiences:
        problem = _("This dossier cannot be made for “{audience}”.").format(audience=audience)
        raise UserError(problem, (FieldProblem("audience", problem),))
    if len(about) != 1:
        problem = _("This dossier is about one record. Please name one.")
        raise UserError(problem, (FieldProblem("about", problem),))
    subject = reader.get(about[0])
    if subject.kind not in chosen.about:
        problem = _("This dossier cannot be about a record of this kind.")
        raise UserError(problem, (FieldProblem("about", problem),))
    if subject.archived:
        problem = _("This record was put aside. Bring it back first.")
        raise UserError(problem, (FieldProblem("about", problem),))
    return subject


def _publisher(reader: Reader, gathered: Sequence[Snapshot]) -> Snapshot | None:
    """The publisher of the source that most of the gathered records rest on."""
    counted: Counter[RecordId] = Counter()
    for one in gathered:
        for claim in reader.of("claim", record=one.id):
            counted[claim.link("source")] += 1
    for source, _count in counted.most_common(1):
        found = reader.find(source)
        publisher = reader.find(found.link("publisher")) if found is not None and found.link("publisher") else None
        if publisher is not None:
            return publisher
    return None


def _clocks(reader: Reader, redactor: Redactor, language: str) -> dict[str, tuple[ClockShown, ...]]:
    held = [one for one in redactor.printed.values() if one.kind == "custody"]
    return {redactor.handles[one.id]: _clock(reader, one, language) for one in held}


def _clock(reader: Reader, custody: Snapshot, language: str) -> tuple[ClockShown, ...]:
    text = Language.of(language).text
    return tuple(
        ClockShown(
            what=what_label(line.what, language),
            rule=line.rule,
            verdict=text(_VERDICTS[line.verdict]),
            why=line.why,
            breached=line.verdict is Verdict.BREACHED,
            took=line.took if line.limit is None and line.verdict is Verdict.CANNOT_TELL else "",
        )
        for line in clock(reader, custody.id, language_code=language)
    )


_CLASSIFICATION = {
    "subject": N_("confidential: for the person concerned"),
    "network": N_("confidential: for partner offices"),
    "lawyer": N_("confidential: for the lawyer"),
    "court": N_("for the court"),
    "government": N_("for the Government"),
    "un_body": N_("confidential: for the United Nations"),
    "public": N_("for publication"),
}
_VERDICTS = {
    Verdict.MET: N_("Met."),
    Verdict.BREACHED: N_("Breached."),
    Verdict.CANNOT_TELL: N_("Cannot be told."),
}
