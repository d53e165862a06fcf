"""Commands about exchange between offices: contacts, send, receive."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefile.base.clock import Clock, format_id
from casefile.base.i18n import _, language
from casefile.cli.merge_commands import waiting_words
from casefile.cli.opening import today, with_vault
from casefile.cli.references import References
from casefile.cli.terminal import REFUSED, give, note, say, wants_json
from casefile.dossier.merge_account import account_on_paper
from casefile.merge import address_book
from casefile.merge.account_text import account_lines, as_data, write_report
from casefile.merge.contact_cards import own_card, read_card, set_own_name, spoken
from casefile.merge.exchange_text import called, received_line, written_lines
from casefile.merge.receiving import receive
from casefile.merge.sending import recipients, send
from casefile.vault.keyslots import write_whole

if TYPE_CHECKING:
    from casefile.merge.address_book import OfficeContact
    from casefile.merge.contact_cards import ContactCard
    from casefile.merge.receiving import Delivery

_FILE = click.Path(path_type=Path, dir_okay=False)
_THERE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command(
    help=_(
        "List the people to exchange with, each with the eight words of the card. Say the words to each other by phone"
        " or face to face before anything is sent: a card that comes by mail may be somebody else's. --own writes the"
        " card of this vault, to be given to others."
    )
)
@with_vault
@click.option("--add", "cards", type=_THERE, multiple=True, metavar="CARD", help=_("Add a card; may be repeated."))
@click.option(
    "--compared", multiple=True, metavar="NAME", help=_("The words were compared with NAME and are the same.")
)
@click.option("--remove", "gone", multiple=True, metavar="NAME", help=_("Take NAME out of the address book."))
@click.option(
    "--own", type=_FILE, metavar="FILE", help=_("Write this vault's own card; a file of this name is replaced.")
)
@click.option("--name", default="", metavar="NAME", help=_("Who answers for this vault, on its card."))
@click.option("--office", default="", metavar="OFFICE", help=_("The office, on its card."))
def contacts_command(
    opening: Any,
    cards: tuple[Path, ...],
    compared: tuple[str, ...],
    gone: tuple[str, ...],
    own: Path | None,
    name: str,
    office: str,
) -> None:
    """Keep the address book."""
    writes = bool(cards or compared or gone or own or name or office)
    mine = None
    with opening(read_only=not writes) as book:
        for one in gone:
            address_book.remove(book, one)
        for card in [read_card(path) for path in cards]:
            address_book.add(book, card)
        for one in compared:
            address_book.mark_compared(book, one, today())
        set_own_name(book, name, office)
        if own is not None:
            mine = own_card(book, today())
            write_whole(own, mine.to_json().encode())
        known = address_book.contacts(book)
    if wants_json():
        give({"own": None if mine is None else card_data(mine), "contacts": [_contact(one) for one in known]})
        return
    if mine is not None:
        say(_("This vault's card: {name}").format(name=called(mine)))
        say(f"    {spoken(mine, language().code)}")
    for contact in known:
        state = _("compared on {day}").format(day=contact.compared) if contact.compared else _("not compared")
        say(f"{called(contact.card)}  [{state}]")
        say(f"    {spoken(contact.card, language().code)}")
    if not known and mine is None:
        note(_("There is nobody in the address book."))


@click.command(
    help=_(
        "Write a bundle: a file that only the people of the CARDs can open, signed with this vault's key. CARD is a"
        " name in the address book, or a file. Without --about it holds all of the vault. What they are known to have,"
        " by the last bundle that came from them, is left out."
    )
)
@with_vault
@click.option("--to", multiple=True, required=True, metavar="CARD", help=_("Who is to read it; may be repeated."))
@click.option("--about", metavar="REF", multiple=True, help=_("Only what belongs to this record; may be repeated."))
@click.option(
    "--evidence",
    type=click.Choice(["none", "all"]),
    default="none",
    help=_("Whether the files of evidence go along."),
)
@click.option("-o", "--output", type=_FILE, required=True, metavar="FILE", help=_("Where to write it."))
@click.option(
    "--trust-unknown", is_flag=True, help=_("Send also to somebody whose words were not compared. They may be anybody.")
)
def send_command(
    opening: Any,
    to: tuple[str, ...],
    about: tuple[str, ...],
    evidence: str,
    output: Path,
    *,
    trust_unknown: bool,
) -> None:
    """Write a bundle."""
    with opening() as book:
        references = References(book.search)
        records = book.read(lambda reader: [references.resolve(reader, ref) for ref in about])
        cards = recipients(book, to, trust_unknown=trust_unknown)
        sent = send(book, cards, output, Clock().now(), about=records, evidence=evidence == "all")
    written, part = sent.written, sent.share
    if wants_json():
        give(
            {
                "file": str(output),
                "to": [card.name for card in cards],
                "records": written.records,
                "changes": written.changes,
                "left_out": written.left_out,
                "files": written.files,
                "files_missing": written.missing,
                "linked": 0 if part is None else len(part.linked),
                "open_links": 0 if part is None else part.open_links,
                "size": written.size,
            }
        )
        return
    say(_("Written: {file}, for {names}").format(file=output, names=", ".join(card.name for card in cards)))
    for line in written_lines(written, part):
        say(f"    {line}")


@click.command(
    help=_(
        "Take bundles in, all as one act that `undo` takes back as a whole. A bundle that is damaged, not for this"
        " vault, or signed by somebody who is not in the address book is refused, and nothing of it is used."
    )
)
@with_vault
@click.argument("files", nargs=-1, required=True, type=_THERE, metavar="FILE...")
@click.option("--dry-run", is_flag=True, help=_("Say what would come of it; change nothing."))
@click.option(
    "--trust-unknown",
    is_flag=True,
    help=_("Take also what is signed by somebody unknown, and put them into the address book, not compared."),
)
@click.option(
    "--report",
    type=_FILE,
    metavar="FILE",
    help=_("Write the account to this file: as JSON, naming records by id, if it ends in .json, else as a PDF."),
)
def receive_command(
    opening: Any, files: tuple[Path, ...], report: Path | None, *, dry_run: bool, trust_unknown: bool
) -> None:
    """Take bundles in."""
    with opening() as book:
        delivery = receive(book, files, Clock().now(), dry_run=dry_run, trust_unknown=trust_unknown)
        waiting = 0 if dry_run else len(book.conflicts())
        data = {"dry_run": dry_run, **delivery_data(delivery), "open_conflicts": waiting}
        if report is not None:
            refused = [(one.file, one.reason) for one in delivery.refused]
            write_report(
                report, data, lambda: account_on_paper(book, delivery.account, Clock().now(), refused, waiting)
            )
    if wants_json():
        give(data)
    else:
        say_delivery(delivery)
        if dry_run:
            say(_("This was a rehearsal. Nothing was changed."))
        elif waiting:
            say(waiting_words(waiting))
    if delivery.refused:
        raise SystemExit(REFUSED)


def delivery_data(delivery: Delivery) -> dict[str, Any]:
    """What became of some bundles, for a script."""
    return {
        "act": format_id(delivery.act) if delivery.act else "",
        "received": [
            {
                "file": one.file,
                "from": one.card.name,
                "compared": one.compared,
                "made": one.made,
                "received_before": one.again,
                "files": one.files,
            }
            for one in delivery.received
        ],
        # The merge names what it refused by file and sender; here each stands once, with a reason for scripts.
        **as_data(delivery.account),
        "refused": [{"file": one.file, "why": one.why, "reason": one.reason} for one in delivery.refused],
    }


def say_delivery(delivery: Delivery) -> None:
    """What became of some bundles, for a person."""
    for one in delivery.received:
        say(received_line(one))
    for refused in delivery.refused:
        note(_("Nothing was taken from “{source}”: {reason}").format(source=refused.file, reason=refused.reason))
    if delivery.received:
        for line in account_lines(replace(delivery.account, refused_sources=())):
            say(line)


def card_data(card: ContactCard) -> dict[str, Any]:
    """A card for a script: what people see of it, and its words in Latin letters."""
    return {"name": card.name, "office": card.office, "made": card.made, "words": list(card.words)}


def _contact(contact: OfficeContact) -> dict[str, Any]:
    return {**card_data(contact.card), "compared": contact.compared}
