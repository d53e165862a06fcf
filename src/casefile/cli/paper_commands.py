"""Commands about dossiers: dossier, templates, verify."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from casefile.base.clock import NO_ID, RecordId, format_id
from casefile.base.errors import EnvironmentFault, FieldProblem, UserError
from casefile.base.i18n import LANGUAGES, _, language, ngettext
from casefile.base.typed_dates import read_date_typed
from casefile.casework.acts import Act
from casefile.casework.titles import kind_label
from casefile.cli.batch_dossiers import make_batch, of_kind, of_view
from casefile.cli.opening import the_passphrase, today, with_vault
from casefile.cli.readout import brief
from casefile.cli.references import References
from casefile.cli.terminal import REFUSED, AmbiguousError, give, note, say, wants_json, with_json
from casefile.dossier import issue, saving, signing
from casefile.dossier.batch import Wish
from casefile.dossier.exhibits import ALL
from casefile.dossier.shown import LetterParts
from casefile.dossier.template_files import OWN_FOLDER, template, template_names, templates
from casefile.exchange.exhibit_files import ExhibitFiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefile.casework.book import Reader, Writer
    from casefile.dossier.issue import Issued
    from casefile.dossier.template import Template


class TemplateName(click.ParamType[str]):
    """The name of a template: one of ours, or one that the vault holds."""

    name = "template"

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[Any]]:
        """The templates that begin so."""
        code = language().code
        return [
            CompletionItem(one.name, help=one.title(code)) for one in templates() if one.name.startswith(incomplete)
        ]


@click.command(
    help=_(
        "Write a dossier about REF as a PDF, with a manifest beside it (FILE.manifest.json), and record that it was"
        " made. What people have not agreed to is left out; what is left out or missing is said. If the finished file"
        " holds a name that it must not, nothing is written. With --into or --each: one dossier for each record, and an"
        " account of those made and those refused."
    )
)
@with_vault
@click.option("--template", "template_name", type=TemplateName(), required=True, help=_("See: casefile templates"))
@click.option("--about", "about", metavar="REF", multiple=True, help=_("The record it is about; may be repeated."))
@click.option("--view", metavar="NAME", help=_("About what a saved view lists."))
@click.option("--all", "all_of", metavar="KIND", help=_("About all records of a kind, but those put aside."))
@click.option("--audience", help=_("For whom; decides what may be printed. The template's first, if not given."))
@click.option(
    "--language", "code", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help=_("Its language.")
)
@click.option("--date", "dated", default="", help=_("The date it bears; today, if not given."))
@click.option("--to", "addressee", default="", help=_("To whom it goes; lines of an address are parted by “;”."))
@click.option("--reply-due", default="", help=_("By when an answer is owed; for the record of the letter."))
@click.option("--salutation", default="", help=_("In a letter, in place of the template's."))
@click.option("--request", "requests", multiple=True, help=_("In a letter: one more thing that is asked for."))
@click.option("--signed-by", "signer", default="", help=_("In a letter: who signs. Without it, a line to sign on."))
@click.option("--signed-as", "role", default="", help=_("As what they sign."))
@click.option("--since", default="", help=_("First day of the period that a report is about."))
@click.option("--until", default="", help=_("Last day of it."))
@click.option(
    "--protect-with",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=_("A file with the passphrase that the PDF shall ask for (AES-256). Tell it by another way."),
)
@click.option("--issuer", metavar="REF", help=_("The organisation that speaks; the sources' publisher, if not given."))
@click.option("--paper", type=click.Choice(["A4", "Letter"]), default="A4", show_default=True, help=_("Its size."))
@click.option(
    "--exhibit",
    "chosen_exhibits",
    metavar="REF",
    multiple=True,
    help=_("An item of evidence that goes along, printed as Exhibit 1, 2 and so on; may be repeated."),
)
@click.option(
    "--exhibits",
    "all_exhibits",
    type=click.Choice([ALL]),
    help=_("All evidence that is linked to what the dossier is about goes along."),
)
@click.option(
    "--without-refused",
    is_flag=True,
    help=_("Write it although some of the evidence may not go along or cannot be printed."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=_("The PDF to write, or a Word file if its name ends in .docx; a file of this name is replaced."),
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help=_("One dossier for each record, a file each in this folder; nothing there is replaced."),
)
@click.option("--each", is_flag=True, help=_("One dossier for each record, all of them bound into the one FILE."))
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=_("With one dossier for each: write the account, as a PDF, or as JSON if FILE ends so. It names nobody."),
)
def dossier_command(
    opening: Any, template_name: str, about: tuple[str, ...], code: str, output: Path | None, **chosen: Any
) -> None:
    """Write a dossier, or one for each of several records."""
    into, each = chosen["into"], bool(chosen["each"] or chosen["into"])
    _check_usage(about, output, chosen)
    folder = into if into is not None else output.parent if output is not None else Path()
    for there in (folder, chosen["report"].parent if chosen["report"] else folder):
        if not there.is_dir():
            raise EnvironmentFault(_("There is no folder {path}.").format(path=there))
    dated, due = _date(chosen["dated"]), _date(chosen["reply_due"])
    secret = the_passphrase(chosen["protect_with"]) if chosen["protect_with"] else ""
    with opening() as book:
        own = book.vault.path.joinpath(*OWN_FOLDER)
        wanted = _template(template_name, own)
        references = References(book.search)

        def chosen_options(reader: Reader) -> issue.Options:
            speaker = references.resolve(reader, chosen["issuer"], kind="organisation") if chosen["issuer"] else NO_ID
            return issue.Options(
                dated=dated,
                issuer=speaker,
                file_name=output.name if output is not None else "",
                paper=chosen["paper"],
                letter=_letter(chosen),
                since=_date(chosen["since"]),
                until=_date(chosen["until"]),
                own=own,
                passphrase=secret,
                exhibits=chosen["all_exhibits"]
                or [references.resolve(reader, ref, kind="evidence_item") for ref in chosen["chosen_exhibits"]],
                files=ExhibitFiles(book.vault.evidence),
                without_refused=chosen["without_refused"],
                form="docx" if output is not None and output.suffix.lower() == ".docx" else "pdf",
            )

        options = book.read(chosen_options)
        audience = chosen["audience"] or wanted.audiences[0]
        subjects = book.read(lambda reader: [_subject(references, reader, ref, wanted.about) for ref in about])
        subjects += of_view(book, chosen["view"]) if chosen["view"] else []
        subjects += of_kind(book, chosen["all_of"]) if chosen["all_of"] else []
        if each or output is None:
            wish = Wish(
                template=template_name,
                records=subjects,
                audience=audience,
                language=code,
                options=options,
                folder=folder,
                file=output,
                addressee=chosen["addressee"],
                reply_due=due,
            )
            make_batch(book, wish, chosen["report"])
            return
        issued = book.read(lambda reader: issue.make(reader, template_name, subjects, audience, code, today(), options))

        def save(writer: Writer) -> dict[str, Any]:
            made = saving.save(writer, issued, output, addressee=chosen["addressee"], reply_due=due)
            return brief(writer, writer.get(made))

        letter = book.transact(Act.ISSUE_DOSSIER, save).value
    if wants_json():
        give(_issued_json(issued, output, letter))
        return
    _tell(issued, output)


def _check_usage(about: tuple[str, ...], output: Path | None, chosen: Mapping[str, Any]) -> None:
    """Refuse a command line that does not say about whom, or where to."""
    if not about and not chosen["view"] and not chosen["all_of"]:
        raise click.UsageError(_("About whom? Give --about, --view or --all."))
    if (output is None) == (chosen["into"] is None):
        raise click.UsageError(_("Give a file to write (-o), or a folder for a file each (--into)."))
    if chosen["each"] and output is not None and output.suffix.lower() == ".docx":
        raise click.UsageError(_("Only PDFs can be bound into one file."))
    if chosen["report"] and not chosen["each"] and chosen["into"] is None:
        raise click.UsageError(_("There is an account only of one dossier for each (--each or --into)."))


def _tell(issued: Issued, output: Path) -> None:
    number = issued.manifest.pages
    # Word decides what stands on which page.
    pages = ngettext("{n} page", "{n} pages", number).format(n=number) + ", " if number else ""
    say(f"{output}: {issued.title}, {pages}SHA-256 {issued.manifest.sha256}")
    for missing in issued.missing:
        note(_("Missing: {what}").format(what=missing))
    for asked in issued.asked:
        if asked.gaps:
            what = "; ".join(gap.label for gap in asked.gaps)
            note(_("Asked, and not recorded: {question} ({what})").format(question=asked.question, what=what))
    for withheld in issued.withheld:
        note(
            _("Left out: {kind}, {field} ({n}): {why}").format(
                kind=withheld.kind, field=withheld.field, n=withheld.count, why=withheld.why
            )
        )
    for refused in issued.refused:
        note(_("Does not go along: {title}. {why}").format(title=refused.title, why=refused.why))
    if issued.uncovered:
        note(_("No font has these characters: {which}").format(which=" ".join(issued.uncovered)))


def _template(name: str, own: Path) -> Template:
    known = template_names(own)
    if name not in known:
        raise click.UsageError(
            _("There is no template “{name}”. There are: {known}.").format(name=name, known=", ".join(sorted(known)))
        )
    return template(name, own)


def _letter(chosen: Mapping[str, Any]) -> LetterParts:
    """What was typed for a letter."""
    return LetterParts(
        addressees=tuple(line.strip() for line in chosen["addressee"].split(";") if line.strip()),
        salutation=chosen["salutation"],
        requests=chosen["requests"],
        signer=chosen["signer"],
        role=chosen["role"],
    )


def _subject(references: References, reader: Reader, ref: str, kinds: tuple[str, ...]) -> RecordId:
    """The record that is meant; of several that are called so, the one that the template can be about.

    A dossier is recorded as a letter under its own title, which is often the name of the person it is about.
    """
    try:
        return references.resolve(reader, ref)
    except AmbiguousError:
        for kind in kinds:
            with suppress(AmbiguousError):
                return references.resolve(reader, ref, kind=kind)
        raise


def _date(text: str) -> str:
    try:
        return read_date_typed(text, today()) if text else ""
    except ValueError as problem:
        raise UserError(str(problem), (FieldProblem("date", str(problem)),)) from None


def _issued_json(issued: Issued, output: Path, letter: dict[str, Any]) -> dict[str, Any]:
    return {
        "file": str(output),
        "manifest": str(signing.manifest_path(output)),
        "title": issued.title,
        "pages": issued.manifest.pages,
        "sha256": issued.manifest.sha256,
        "audience": issued.manifest.audience,
        "language": issued.manifest.language,
        "letter": letter,
        "missing": list(issued.missing),
        "withheld": [
            {"kind": one.kind, "field": one.field, "why": one.why, "count": one.count} for one in issued.withheld
        ],
        "mentions": [
            {"kind": one.kind, "record": format_id(one.record), "field": one.field} for one in issued.mentions
        ],
        "uncovered": list(issued.uncovered),
        "exhibits": issued.exhibits,
        "refused": [{"record": format_id(one.item), "why": one.why} for one in issued.refused],
        "asked": [
            {
                "section": one.section,
                "question": one.question,
                "answer": str(one.answer),
                "gaps": [
                    {"kind": gap.kind, "field": gap.field, "record": format_id(gap.record) if gap.record else ""}
                    for gap in one.gaps
                ],
            }
            for one in issued.asked
        ],
    }


@click.command(help=_("List the templates of dossiers: about which kind of record each is, and for which audiences."))
@with_json
def templates_command() -> None:
    """List the templates."""
    code = language().code
    if wants_json():
        give(
            [
                {
                    "name": one.name,
                    "version": one.version,
                    "title": one.title(code),
                    "description": one.description(code),
                    "about": list(one.about),
                    "audiences": list(one.audiences),
                }
                for one in templates()
            ]
        )
        return
    for one in templates():
        say(f"{one.name}: {one.title(code)}")
        say(f"    {one.description(code)}")
        say(f"    {_('About')}: {', '.join(kind_label(kind) for kind in one.about)}")
        say(f"    {_('Audiences')}: {', '.join(one.audiences)}")


@click.command(
    help=_(
        "Compare a PDF that casefile wrote with the manifest beside it, and check its signature if it has one. Ends"
        " with 1 if the file is not the one that was made, or cannot be checked."
    )
)
@with_json
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_context
def verify_command(context: click.Context, file: Path) -> None:
    """Check a PDF."""
    report = signing.verify(file)
    manifest = report.manifest
    if wants_json():
        give(
            {
                "verdict": str(report.verdict),
                "good": report.good,
                "sha256": report.sha256,
                "template": manifest.template if manifest else "",
                "language": manifest.language if manifest else "",
                "audience": manifest.audience if manifest else "",
                "date": manifest.dated if manifest else "",
                "pages": manifest.pages if manifest else None,
                "records": len(manifest.records) if manifest else None,
                "public_key": manifest.public_key if manifest else "",
            }
        )
    else:
        say(f"{file}: {_verdict_words(report.verdict)}")
        say(f"SHA-256 {report.sha256}")
        if manifest and manifest.public_key:
            say(_("Key of the signer, to be compared by another way: {key}").format(key=manifest.public_key))
    if not report.good:
        context.exit(REFUSED)


def _verdict_words(verdict: signing.Verdict) -> str:
    return {
        signing.Verdict.GENUINE: _("this is the file that was made, and its signature is good."),
        signing.Verdict.UNSIGNED: _("this is the file that was made. Nobody signed for it."),
        signing.Verdict.CHANGED: _("this is not the file that was made."),
        signing.Verdict.FORGED: _("the signature does not belong to this file."),
        signing.Verdict.NO_MANIFEST: _("there is no manifest beside it, so it cannot be checked."),
    }[verdict]
