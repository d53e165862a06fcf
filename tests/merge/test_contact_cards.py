from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casefile.base.errors import UserError
from casefile.merge.contact_cards import ContactCard, card_of, own_card, own_keys, read_card, set_own_name, spoken
from merge.conftest import Office

DAY = date(2026, 3, 4)


def card(office: Office, name: str = "Aisha Example") -> ContactCard:
    set_own_name(office.book, name, "Aktau")
    return own_card(office.book, DAY)


def test_a_card_is_read_as_it_was_written(aktau: Office, tmp_path: Path) -> None:
    made = card(aktau)
    file = tmp_path / "aktau.card"
    file.write_text(made.to_json(), encoding="utf-8")
    assert read_card(file) == made


def test_the_keys_stay_the_same_and_the_private_ones_are_not_on_the_card(aktau: Office) -> None:
    made = card(aktau)
    keys = own_keys(aktau.book)
    assert own_card(aktau.book, date(2027, 1, 1)).fingerprint == made.fingerprint
    for secret in (str(keys.age), keys.signing.private_bytes_raw().hex()):
        assert secret not in made.to_json()
        assert secret not in repr(keys)


@pytest.mark.parametrize("field", ["name", "office", "recipient", "signing_key", "made"])
def test_a_card_that_was_altered_anywhere_is_no_card(aktau: Office, almaty: Office, field: str) -> None:
    altered = {**card(aktau).as_data(), field: getattr(card(almaty, "Bolat Example"), field)}
    if field in {"office", "made"}:
        altered[field] = "2026-03-05"
    assert card_of(altered) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'"card"', b"[" * 100_000, b"\xff\xfe", b" " * 20_000, b'{"format": "casefile-card-1"}'],
)
def test_what_is_no_card_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "some.card"
    file.write_bytes(content)
    with pytest.raises(UserError, match=re.escape("some.card")):
        read_card(file)


def test_a_name_that_would_turn_the_line_round_is_on_no_card(aktau: Office) -> None:
    keys = own_keys(aktau.book)
    bad = replace(card(aktau), name="Aisha\N{RIGHT-TO-LEFT OVERRIDE}elpmaxE")
    signed = replace(bad, signature=keys.signing.sign(bad.signed_bytes()).hex())
    assert card_of(signed.as_data()) is None
    set_own_name(aktau.book, "Aisha\N{RIGHT-TO-LEFT OVERRIDE}\nExample", "")
    assert own_card(aktau.book, DAY).name == "Aisha Example"


def test_nobody_has_a_card_before_it_was_said_whose_vault_it_is(aktau: Office) -> None:
    with pytest.raises(UserError, match="whose vault"):
        own_card(aktau.book, DAY)
    aktau.book.set_setting("author", "Aisha Example")
    assert own_card(aktau.book, DAY).name == "Aisha Example"


def test_the_words_stand_for_all_128_bits_and_for_the_keys_alone(aktau: Office, almaty: Office) -> None:
    first, second = card(aktau), card(almaty)
    assert len(first.words) == 8
    assert len(set(first.words) | set(second.words)) > 8
    assert replace(first, name="Somebody Else").words == first.words
    assert replace(first, recipient=second.recipient).words != first.words
    assert replace(first, signing_key=second.signing_key).words != first.words


def test_every_word_is_said_in_one_way_and_written_in_two_scripts(aktau: Office) -> None:
    made = card(aktau)
    word = re.compile("[bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz]")
    assert all(word.fullmatch(said) for said in made.words)
    cyrillic = spoken(made, "kk")
    assert re.fullmatch("[а-я ]{47}", cyrillic)
    assert cyrillic == spoken(made, "ru")
    assert spoken(made).split() == list(made.words)


def test_no_two_fingerprints_sound_the_same() -> None:
    from casefile.merge.contact_cards import _word  # noqa: PLC0415 - looked at from inside, once

    assert len({_word(bits) for bits in range(1 << 16)}) == 1 << 16


def test_a_card_holds_nothing_but_what_it_says(aktau: Office) -> None:
    assert set(json.loads(card(aktau).to_json())) == {
        "format",
        "name",
        "office",
        "recipient",
        "signing_key",
        "made",
        "signature",
    }
