from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from casefile.store.casebook import Casebook
from cli.conftest import Office


@pytest.fixture
def other(office: Office, tmp_path: Path) -> Office:
    """Another office with a vault of its own: a copy from before either had keys."""
    copy = tmp_path / "other.casefile"
    shutil.copytree(office.vault, copy)
    return Office(copy, office.passphrase_file)


def acquainted(office: Office, other: Office, folder: Path) -> None:
    """Each has the card of the other, and they compared the words."""
    cards = {}
    for one, name in ((office, "Aisha Example"), (other, "Bolat Example")):
        cards[name] = folder / f"{name}.card"
        one.json("contacts", "--own", str(cards[name]), "--name", name)
    office.json("contacts", "--add", str(cards["Bolat Example"]), "--compared", "Bolat Example")
    other.json("contacts", "--add", str(cards["Aisha Example"]), "--compared", "Aisha Example")


def test_two_offices_hold_the_same_words_of_each_other(office: Office, other: Office, tmp_path: Path) -> None:
    own = office.json("contacts", "--own", str(tmp_path / "a.card"), "--name", "Aisha Example", "--office", "Aktau")
    [theirs] = other.json("contacts", "--add", str(tmp_path / "a.card"))["contacts"]
    assert theirs["words"] == own["own"]["words"]
    assert (theirs["name"], theirs["office"], theirs["compared"]) == ("Aisha Example", "Aktau", "")
    [compared] = other.json("contacts", "--compared", "Aisha Example")["contacts"]
    assert compared["compared"]
    assert other.json("contacts", "--remove", "Aisha Example")["contacts"] == []


def test_a_list_of_contacts_needs_no_lock(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_self: Casebook, _name: str, _value: str) -> None:
        raise AssertionError

    office.json("contacts")
    monkeypatch.setattr(Casebook, "set_setting", refused)
    assert office.json("contacts") == {"own": None, "contacts": []}


def test_a_file_that_is_no_card_adds_nobody(office: Office, tmp_path: Path) -> None:
    (tmp_path / "x.card").write_text(json.dumps({"format": "casefile-card-1"}), encoding="utf-8")
    assert "x.card" in office.refusal("contacts", "--add", str(tmp_path / "x.card"))["message"]
    assert office.json("contacts")["contacts"] == []
