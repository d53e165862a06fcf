"""Commands about exchange between offices: contacts, send, receive, exchange."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefile.base.i18n import _, language
from casefile.cli.opening import today, with_vault
from casefile.cli.terminal import give, note, say, wants_json
from casefile.merge import address_book
from casefile.merge.contact_cards import own_card, read_card, set_own_name, spoken
from casefile.vault.keyslots import write_whole

if TYPE_CHECKING:
    from casefile.merge.address_book import OfficeContact
    from casefile.merge.contact_cards import ContactCard

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
        say(_("This vault's card: {name}").format(name=_called(mine)))
        say(f"    {spoken(mine, language().code)}")
    for contact in known:
        state = _("compared on {day}").format(day=contact.compared) if contact.compared else _("not compared")
        say(f"{_called(contact.card)}  [{state}]")
        say(f"    {spoken(contact.card, language().code)}")
    if not known and mine is None:
        note(_("There is nobody in the address book."))


def card_data(card: ContactCard) -> dict[str, Any]:
    """A card for a script: what people see of it, and its words in Latin letters."""
    return {"name": card.name, "office": card.office, "made": card.made, "words": list(card.words)}


def _contact(contact: OfficeContact) -> dict[str, Any]:
    return {**card_data(contact.card), "compared": contact.compared}


def _called(card: ContactCard) -> str:
    return f"{card.name}, {card.office}" if card.office else card.name
