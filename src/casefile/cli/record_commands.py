"""Commands about records: schema, add, edit, show, list, find."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from casefile.base.clock import format_id
from casefile.base.errors import UserError
from casefile.base.i18n import _, ngettext
from casefile.casework.acts import Act
from casefile.casework.catalogue import record_types
from casefile.cli.json_input import JsonRecords, read_json
from casefile.cli.opening import today, with_vault
from casefile.cli.readout import as_json_with_parts, brief, in_words, schema_of
from casefile.cli.references import References
from casefile.cli.terminal import give, note, say, wants_json, with_json

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader, Writer
    from casefile.casework.record import RecordType


class KindName(click.ParamType[str]):
    """The name of a kind of record."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take the name if there is such a kind."""
        if value not in record_types():
            self.fail(_("There is no kind “{kind}”; see: casefile schema").format(kind=value), param, ctx)
        return str(value)

    def shell_complete(
        self, _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[Any]]:
        """The kinds that begin so."""
        return [
            CompletionItem(name, help=_(record_type.kind.label))
            for name, record_type in record_types().items()
            if name.startswith(incomplete)
        ]


@click.command(
    help=_(
        "Say which kinds of record there are, or which fields KIND has: what each holds, which terms it takes,"
        " and what may be given under a kind of its own."
    )
)
@with_json
@click.argument("kind", type=KindName(), required=False)
def schema_command(kind: str | None) -> None:
    """Describe the kinds, or one of them."""
    if kind is None:
        _list_kinds()
        return
    described = schema_of(record_types()[kind])
    if wants_json():
        give(described)
        return
    say(f"{described['kind']}: {described['label']}")
    if described["owner"]:
        say(_("Belongs to the record named in: {field}").format(field=described["owner"]))
    if described["parts"]:
        say(_("What belongs to it: {kinds}").format(kinds=", ".join(described["parts"])))
    for field in described["fields"]:
        say()
        say(f"{field['name']}  ({_shape_words(field)})  {field['label']}")
        if field["help"]:
            say(f"    {field['help']}")
        if field.get("terms"):
            say(f"    {', '.join(term['id'] for term in field['terms'])}")


def _shape_words(field: dict[str, Any]) -> str:
    more = [field["vocabulary"]] if "vocabulary" in field else [field["target"]] if "target" in field else []
    more += [field["unit"]] if field["unit"] else []
    more += [_("required")] if field["required"] else []
    more += [_("sensitive")] if field["sensitivity"] == "sensitive" else []
    return ", ".join([field["shape"], *more])


def _list_kinds() -> None:
    kinds: list[RecordType] = list(record_types().values())
    if wants_json():
        give([{key: value for key, value in schema_of(kind).items() if key != "fields"} for kind in kinds])
        return
    for record_type in kinds:
        kind = record_type.kind
        owner = record_type.facts[record_type.owner].target if record_type.owner else ""
        belongs = _("belongs to {kind}").format(kind=owner) if owner else ""
        say(f"{kind.name:<18}{kind.prefix:<4}{_(kind.label):<28}{belongs}".rstrip())


@click.command(
    help=_(
        "Add records of KIND, given as JSON on standard input: one object, or a list of them. All are added, or none."
        "\n\n"
        'Under the name of a kind, an object holds what belongs to it: {"shown_name": "…", "name": [{"full_name":'
        ' "…"}]}. Dates and counts may be given as they are typed, terms by id or label, links as a REF.'
    )
)
@with_vault
@click.argument("kind", type=KindName())
def add_command(opening: Any, kind: str) -> None:
    """Add records."""
    payload = read_json(sys.stdin)
    many = isinstance(payload, list)
    with opening() as book:
        references = References(book.search)

        def work(writer: Writer) -> list[dict[str, Any]]:
            records = JsonRecords(writer, references, today()).add(kind, payload)
            return [brief(writer, writer.get(record)) for record in records]

        outcome = book.transact(Act.ADD_RECORDS if many else Act.ADD_RECORD, work)
    if wants_json():
        give({"act": format_id(outcome.changes.act), "records": outcome.value})
        return
    for line in outcome.value:
        say(f"{line['reference']}  {line['title']}")


@click.command(
    help=_(
        "Change the record REF by the fields of one JSON object on standard input; fields not given stay as they are."
        "\n\n"
        'Under the name of a kind, records that belong to it: those with an "id" are changed, others are added.'
        ' "archived": true puts a record aside, false brings it back.'
    )
)
@with_vault
@click.option(
    "--seen",
    metavar="VERSION",
    help=_("The version that “show --json” gave: refuse if a field given here was changed since."),
)
@click.argument("ref")
def edit_command(opening: Any, ref: str, seen: str | None) -> None:
    """Change a record."""
    version = _version(seen)
    payload = read_json(sys.stdin)
    with opening() as book:
        references = References(book.search)

        def work(writer: Writer) -> dict[str, Any]:
            record = references.resolve(writer, ref)
            JsonRecords(writer, references, today()).edit(record, payload, seen=version)
            return brief(writer, writer.get(record))

        outcome = book.transact(Act.EDIT_RECORD, work)
    changed = bool(outcome.changes.act)
    if wants_json():
        give({"act": format_id(outcome.changes.act), "changed": changed, "record": outcome.value})
        return
    say(f"{outcome.value['reference']}  {outcome.value['title']}")
    if not changed:
        note(_("Nothing was different; nothing was written."))


def _version(seen: str | None) -> bytes | None:
    try:
        return None if seen is None else bytes.fromhex(seen)
    except ValueError:
        raise UserError(_("--seen is not a version that “show --json” gave.")) from None


@click.command(
    help=_("Show the record REF: its fields, and by section what belongs to it. Sensitive fields are folded.")
)
@with_vault
@click.option("--sensitive", is_flag=True, help=_("Show sensitive fields too."))
@click.option("--archived", is_flag=True, help=_("Show what was put aside too."))
@click.argument("ref")
def show_command(opening: Any, ref: str, *, sensitive: bool, archived: bool) -> None:
    """Show a record."""
    with opening(read_only=True) as book:
        references = References(book.search)

        def find(reader: Reader) -> tuple[dict[str, Any], list[str]]:
            snapshot = reader.get(references.resolve(reader, ref))
            if wants_json():
                return as_json_with_parts(reader, snapshot, archived=archived), []
            return {}, list(in_words(reader, snapshot, sensitive=sensitive, archived=archived))

        described, lines = book.read(find)
    if wants_json():
        give(described)
    else:
        say("\n".join(lines))


@click.command(help=_("List the records of KIND, oldest first."))
@with_vault
@click.option("--archived", is_flag=True, help=_("List what was put aside too."))
@click.option("--limit", type=click.IntRange(min=1), help=_("At most so many."))
@click.argument("kind", type=KindName())
def list_command(opening: Any, kind: str, *, archived: bool, limit: int | None) -> None:
    """List records."""
    with opening(read_only=True) as book:
        lines = book.read(
            lambda reader: [brief(reader, found) for found in reader.of(kind, archived=archived)[slice(limit)]]
        )
    _give_lines(lines)


@click.command(
    help=_(
        "Find records that hold all WORDS, the last as the beginning of a word, in any script; the best first."
        " What belongs to a record is found under it."
    )
)
@with_vault
@click.option("--kind", "kinds", type=KindName(), multiple=True, help=_("Only records of this kind; may be repeated."))
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help=_("At most so many."))
@click.argument("words", nargs=-1, required=True)
def find_command(opening: Any, words: tuple[str, ...], kinds: tuple[str, ...], limit: int) -> None:
    """Find records."""
    with opening(read_only=True) as book:
        hits = book.search(" ".join(words), kinds=frozenset(kinds), limit=limit)
        lines = book.read(lambda reader: [_hit(reader, hit.record, hit.owner, hit.snippet) for hit in hits])
    _give_lines(lines)


def _hit(reader: Reader, record: RecordId, owner: RecordId, snippet: str) -> dict[str, Any]:
    return {**brief(reader, reader.get(record)), "owner": brief(reader, reader.get(owner)), "snippet": snippet}


def _give_lines(lines: list[dict[str, Any]]) -> None:
    if wants_json():
        give(lines)
        return
    for line in lines:
        owner = line.get("owner", line)
        aside = f"  [{_('archived')}]" if line["archived"] else ""
        inner = "" if owner["id"] == line["id"] else f"  ({line['reference']} {line['title']})"
        say(f"{owner['reference']:<6}  {owner['title']}{inner}{aside}")
    note(ngettext("{n} record", "{n} records", len(lines)).format(n=len(lines)))
