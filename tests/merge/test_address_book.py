from __future__ import annotations

from datetime import date

import pytest

from casefile.base.errors import NotFoundError, UserError
from casefile.merge import address_book
from casefile.merge.contact_cards import ContactCard, own_card, set_own_name
from merge.conftest import Office

DAY = date(2026, 3, 4)


def card(office: Office, name: str) -> ContactCard:
    set_own_name(office.book, name, "")
    return own_card(office.book, DAY)


def test_a_card_is_not_compared_until_somebody_says_so(aktau: Office, almaty: Office) -> None:
    address_book.add(aktau.book, card(almaty, "Bolat Example"))
    assert [one.compared for one in address_book.contacts(aktau.book)] == [""]
    address_book.mark_compared(aktau.book, "bolat example", DAY)
    assert [one.compared for one in address_book.contacts(aktau.book)] == ["2026-03-04"]


def test_a_newer_card_with_the_same_keys_stays_compared_under_its_new_name(aktau: Office, almaty: Office) -> None:
    address_book.add(aktau.book, card(almaty, "Bolat Example"))
    address_book.mark_compared(aktau.book, "Bolat Example", DAY)
    address_book.add(aktau.book, card(almaty, "Bolat B. Example"))
    assert [(one.name, one.compared) for one in address_book.contacts(aktau.book)] == [
        ("Bolat B. Example", "2026-03-04")
    ]


def test_other_keys_under_a_known_name_are_refused(aktau: Office, almaty: Office) -> None:
    address_book.add(aktau.book, card(almaty, "Bolat Example"))
    almaty.book.set_setting("exchange_keys", "")
    with pytest.raises(UserError, match="other keys"):
        address_book.add(aktau.book, card(almaty, "BOLAT EXAMPLE"))


def test_a_vault_does_not_exchange_with_itself(aktau: Office) -> None:
    with pytest.raises(UserError, match="very vault"):
        address_book.add(aktau.book, card(aktau, "Aisha Example"))


def test_who_was_removed_is_known_no_more(aktau: Office, almaty: Office) -> None:
    address_book.add(aktau.book, card(almaty, "Bolat Example"))
    address_book.remove(aktau.book, "Bolat Example")
    assert address_book.contacts(aktau.book) == []
    with pytest.raises(NotFoundError, match="Bolat"):
        address_book.named(aktau.book, "Bolat Example")
    assert address_book.signer(address_book.contacts(aktau.book), card(almaty, "Bolat Example").signing_key) is None


def test_the_address_book_is_no_part_of_history(aktau: Office, almaty: Office) -> None:
    address_book.add(aktau.book, card(almaty, "Bolat Example"))
    assert aktau.book.acts() == []
