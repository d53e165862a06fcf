"""Making a dossier: gather, ask for consent, compose, draw, check; and recording that it left the house.

`make` only reads, so the command line and the window call it inside `casebook.read`; `draw` stops before the check, for
a preview that follows the typing. `record` writes the letter, inside `casebook.transact(Act.ISSUE_DOSSIER, ...)`:
`saving` does so together with the files.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Literal, Protocol

from casefile.base.clock import NO_ID, RecordId, format_id
from casefile.base.errors import FieldProblem, UserError
from casefile.base.i18n import N_, Language, _
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.custody_clock import Verdict, what_label
from casefile.casework.letters import record_letter
from casefile.casework.safeguards import clock
from casefile.dossier import leakcheck
from casefile.dossier.access_report import AccessComposer
from casefile.dossier.body_annex import BodyMapComposer
from casefile.dossier.case import CaseComposer
from casefile.dossier.clearance import NAMED_BY, SUBJECT, Naming
from casefile.dossier.completeness import Asked, Gap, completeness, recorded
from casefile.dossier.detainees import DetaineesComposer
from casefile.dossier.document import Document
from casefile.dossier.docx_text import docx
from casefile.dossier.event_dossier import EventComposer
from casefile.dossier.exhibit_pages import laid
from casefile.dossier.exhibits import ALL, Exhibits, Files, Refused, exhibits, linked_to, refuse
from casefile.dossier.fixed_texts import fixed_texts
from casefile.dossier.form import FormComposer
from casefile.dossier.gather import about_event, about_people
from casefile.dossier.letter import LetterComposer
from casefile.dossier.mentions import Mention, initials_in
from casefile.dossier.needles import Needles
from casefile.dossier.one_person import PeopleAsOne
from casefile.dossier.pdf import render
from casefile.dossier.redaction import Redactor, Withheld
from casefile.dossier.remembering import RememberingReader
from casefile.dossier.sealing import protected
from casefile.dossier.sheet import SheetComposer
from casefile.dossier.shown import ClockShown, LetterParts, Matter
from casefile.dossier.signing import Manifest, fingerprint
from casefile.dossier.statement import StatementComposer
from casefile.dossier.tailoring import tailored, written
from casefile.dossier.template import Template
from casefile.dossier.template_files import template

Form = Literal["pdf", "docx"]
AUDIENCES = tuple(NAMED_BY)
"""For whom a dossier can be made."""


class _Composer(Protocol):
    def compose(self) -> Document: ...


_COMPOSERS: Mapping[str, Callable[[Template, Matter], _Composer]] = {
    "access": AccessComposer,
    "body_map": BodyMapComposer,
    "case": CaseComposer,
    "detainees": DetaineesComposer,
    "event": EventComposer,
    "form": FormComposer,
    "letter": LetterComposer,
    "sheet": SheetComposer,
    "statement": StatementComposer,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the office is told of a dossier, drawn or issued.

    Attributes:
        title: Its title.
        about: The record it is about.
        missing: What the template wants and nobody recorded, in words.
        lacking: The same, with the record and field that would mend each.
        withheld: What was not printed, and why.
        uncovered: Letters that no font has, as "U+4E2D".
        printed: The records it printed, without their values.
        mentions: Fields that were left out since they name somebody who may not be named, to be shown before sending.
        asked: For a form, every question and how far it is answered; with the office's eyes, not the reader's.
        naming: Everybody in it who has a name: what each is called, and whether a consent stands for it.
        refused: Evidence that was chosen and does not go along, and why.
        exhibits: How many go along.
    """

    title: str
    about: RecordId
    missing: tuple[str, ...]
    lacking: tuple[Gap, ...]
    withheld: tuple[Withheld, ...]
    uncovered: tuple[str, ...]
    printed: tuple[Snapshot, ...]
    asked: tuple[Asked, ...] = ()
    mentions: tuple[Mention, ...] = ()
    naming: tuple[Naming, ...] = ()
    refused: tuple[Refused, ...] = ()
    exhibits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued(Told):
    """A dossier that was made and checked, and is not yet recorded.

    Attributes:
        pdf: The file; one of Word, if that was asked for.
        manifest: The paper beside it, not signed.
    """

    pdf: bytes
    manifest: Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Told):
    """A dossier that was drawn and not checked: to be looked at in this office, never to be saved.

    Attributes:
        preview: Its pages, as they would be.
        pages: How many.
        template: What it was made from.
        matter: What was printed.
        needles: What must not be found in it.
        document: What the pages were drawn from.
        packed_here: SHA-256 of each JPEG in it that was packed here from points alone.
    """

    preview: bytes
    pages: int
    template: Template
    matter: Matter
    audience: str
    needles: Needles
    document: Document
    file_name: str = ""
    packed_here: frozenset[bytes] = frozenset()

    def checked(self, passphrase: str = "", *, without_refused: bool = False, form: Form = "pdf") -> Issued:
        """The finished file, once nothing that may not be printed was found in it.

        Args:
            passphrase: That the PDF shall ask for; empty for none.
            without_refused: Whether it is made although evidence that was chosen does not go along.
            form: Whether it is a PDF or, for somebody who edits it, a file of Word.

        Raises:
            LeakError: It holds what may not be printed, or cannot be checked.
            UserError: The passphrase is too short or the form knows none, the form cannot hold what is in it, or
                evidence that was chosen does not go along.
        """
        if not without_refused:
            refuse(self.refused)
        if form == "docx" and passphrase:
            problem = _("A Word file cannot ask for a passphrase. Please make a PDF.")
            raise UserError(problem, (FieldProblem("passphrase", problem),))
        made = self.preview if form == "pdf" else docx(self.document)
        leakcheck.check(
            made,
            self.needles,
            self.file_name,
            lambda: (*fixed_texts(self.template, self.matter.language), self.matter.classification),
            form=form,
            packed_here=self.packed_here,
        )
        pdf = protected(made, passphrase) if passphrase else made
        manifest = Manifest(
            sha256=fingerprint(pdf),
            # Word decides anew what stands on which page.
            pages=self.pages if form == "pdf" else 0,
            template=self.template.name,
            template_version=self.template.version,
            language=self.matter.language,
            audience=self.audience,
            dated=self.matter.dated,
            records=tuple(sorted((one.kind, format_id(one.id), one.version.hex()) for one in self.printed)),
        )
        told = {part.name: getattr(self, part.name) for part in fields(Told)}
        return Issued(pdf=pdf, manifest=manifest, **told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What may be chosen besides.

    Attributes:
        dated: The date it bears, EDTF; the day on which it is made if empty.
        issuer: The organisation that speaks; `NO_ID` for the publisher of most of its sources.
        file_name: The name that the file will have, to be checked as well.
        paper: Its size.
        letter: What belongs to a letter and is in no record: addressees, requests, who signs.
        since: First day of the period it is about, EDTF.
        until: Last day of it, EDTF.
        own: The folder with the office's own templates.
        passphrase: That the PDF shall ask for; empty for none.
        without: Sections of the template that are left out: see `tailoring`.
        texts: Sentences of a section as somebody wrote them anew, by the section's name, one a line.
        told_in: Language in which the office is told what is missing and left out; the dossier's if empty.
        exhibits: Evidence that goes along, in this order; `exhibits.ALL` for all that is linked to what it is about.
        files: Reads the files of evidence; needed for exhibits.
        without_refused: Whether it is made although evidence that was chosen does not go along.
        form: Whether it is a PDF or, for somebody who edits it, a file of Word.
    """

    dated: str = ""
    issuer: RecordId = NO_ID
    file_name: str = ""
    paper: Literal["A4", "Letter"] = "A4"
    letter: LetterParts = field(default_factory=LetterParts)
    since: str = ""
    until: str = ""
    own: Path | None = None
    passphrase: str = ""
    without: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)
    told_in: str = ""
    exhibits: Sequence[RecordId] | Literal["all"] = ()
    files: Files | None = None
    without_refused: bool = False
    form: Form = "pdf"


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
        template_name: See `template_files.templates`.
        about: The record it is about; several, if the template says that it can be.
        audience: One of `AUDIENCES`; decides with each person's consent what is printed.
        language: ISO 639-1 code of the dossier.
        today: The day on which consents must hold; also its date, unless another is given.
        options: What may be chosen besides.

    Raises:
        NotFoundError: There is no such template or record.
        UserError: The template is not for such a record or audience.
        LeakError: The finished file holds what may not be printed, or cannot be checked.
    """
    drawn = draw(reader, template_name, about, audience, language, today, options)
    options = options or Options()
    return drawn.checked(options.passphrase, without_refused=options.without_refused, form=options.form)


def draw(
    reader: Reader,
    template_name: str,
    about: Sequence[RecordId],
    audience: str,
    language: str,
    today: dt.date,
    options: Options | None = None,
) -> Draft:
    """Draw a dossier that `Draft.checked` has still to check: its pages for a preview, and what the office is told.

    Args and errors as of `make`, but for `LeakError` and the passphrase.
    """
    options = options or Options()
    reader = PeopleAsOne(RememberingReader(reader), about)
    stated = template(template_name, options.own)
    chosen = tailored(stated, options.without, options.texts, language)
    subjects = _subjects(reader, chosen, about, audience)
    subject = subjects[0]
    gathered = (
        about_people(reader, subjects, chosen.extra_kinds) if subject.kind == "person" else about_event(reader, subject)
    )
    speaker = reader.find(options.issuer) if options.issuer else _publisher(reader, gathered)
    if speaker is not None:
        known = {one.id for one in gathered}
        place = reader.find(speaker.link("place")) if speaker.link("place") else None
        gathered.extend(one for one in (speaker, place) if one is not None and one.id not in known)
    redactor = Redactor(reader, chosen, audience, Language.of(language), today, subject, gathered, options.told_in)
    _check_typed((*options.letter.texts, *written(stated, options.texts, language)), redactor)
    records = redactor.records()
    matter = Matter(
        about=redactor.handles[subject.id],
        records=records,
        sources=redactor.sources.notes,
        clocks=_clocks(reader, redactor, language) if subject.kind == "person" else {},
        subjects=tuple(redactor.handles[one.id] for one in subjects if one.id in redactor.handles),
        recorded=recorded(gathered, subject.id, chosen.questions, speaker.id if speaker is not None else NO_ID),
        letter=options.letter,
        since=options.since,
        until=options.until,
        issuer=redactor.handles[speaker.id] if speaker is not None else "",
        language=language,
        classification=Language.of(language).text(_CLASSIFICATION[audience]),
        dated=options.dated or today.isoformat(),
        today=today,
        paper=options.paper,
    )
    document = _COMPOSERS[chosen.composer](chosen, matter).compose()
    along = Exhibits()
    if options.files is not None and options.exhibits:
        items = linked_to(reader, gathered) if options.exhibits == ALL else [RecordId(one) for one in options.exhibits]
        along = exhibits(reader, redactor, audience, language, items, options.files)
        document = replace(document, blocks=(*document.blocks, *along.blocks))
    rendered = render(document)
    pdf = rendered.pdf
    if along.sheets:
        pdf = laid(pdf, [(rendered.plates[key], one, rendered.frame) for key, one in enumerate(along.sheets, 1)])
    told_in = options.told_in or language
    printed = {
        one.id: Snapshot(one.kind, one.id, one.version, {})
        for one in (*redactor.printed.values(), *redactor.sources.printed.values(), *along.printed)
    }
    return Draft(
        # The template as it is stated: what somebody wrote anew is not excused by the check.
        template=stated,
        matter=matter,
        audience=audience,
        needles=redactor.clearance.needles,
        document=document,
        file_name=options.file_name,
        packed_here=along.packed_here,
        preview=pdf,
        pages=rendered.pages,
        title=document.title,
        about=subject.id,
        missing=redactor.missing,
        lacking=redactor.lacking,
        asked=completeness(chosen, gathered, subject.id, told_in, speaker.id if speaker is not None else NO_ID),
        withheld=redactor.withheld,
        mentions=tuple(redactor.mentions),
        naming=redactor.clearance.naming,
        refused=along.refused,
        exhibits=len(along.printed),
        uncovered=rendered.uncovered,
        printed=tuple(printed.values()),
    )


def record(
    writer: Writer, issued: Issued, *, addressee: str = "", file_name: str = "", reply_due: str = ""
) -> RecordId:
    """Record that a dossier left the house, with the versions of the records it printed. Returns the letter.

    Args:
        writer: The book.
        issued: What `make` gave.
        addressee: To whom it goes.
        file_name: Under which name it was saved, without folder.
        reply_due: By when an answer is owed, EDTF.
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
        pages=manifest.pages or None,
        file_name=file_name,
        reply_due=reply_due,
    )


def _subjects(reader: Reader, chosen: Template, about: Sequence[RecordId], audience: str) -> list[Snapshot]:
    if audience not in chosen.audiences:
        problem = _("This dossier cannot be made for “{audience}”.").format(audience=audience)
        raise UserError(problem, (FieldProblem("audience", problem),))
    subjects = list({found.id: found for found in map(reader.get, about)}.values())
    if not subjects or (len(subjects) > 1 and not chosen.several):
        problem = _("This dossier is about one record. Please name one.")
        raise UserError(problem, (FieldProblem("about", problem),))
    if any(one.kind not in chosen.about for one in subjects):
        problem = _("This dossier cannot be about a record of this kind.")
        raise UserError(problem, (FieldProblem("about", problem),))
    if any(one.archived for one in subjects):
        problem = _("This record was put aside. Bring it back first.")
        raise UserError(problem, (FieldProblem("about", problem),))
    if len(subjects) > 1 and (audience == SUBJECT or any(one.kind != "person" for one in subjects)):
        problem = _("Several can only be people, and not for one of themselves to read.")
        raise UserError(problem, (FieldProblem("about", problem),))
    # What is real comes first: in a dossier on it nothing invented is printed.
    return sorted(subjects, key=lambda one: one.values.get("invented") == "yes")


def _check_typed(texts: Iterable[str], redactor: Redactor) -> None:
    """Refuse typed words that name somebody who may not be named, before anything is drawn."""
    names = redactor.clearance.withheld_names
    if any(redactor.clearance.needles.found_in(text) or initials_in(text, names) for text in texts if text):
        problem = _("What was typed for this letter names somebody who has not agreed to be named to this audience.")
        raise UserError(problem, (FieldProblem("letter", problem),))


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
    Verdict.CANNOT_TELL: N_("Cannot be determined."),
}
