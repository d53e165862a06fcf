from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from casefile.store.casebook import Casebook
from cli.conftest import Office
from dossier.pdf_reading import by_pypdf, flat


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


def sent(office: Office, to: str, file: Path, *more: str) -> Any:
    return office.json("send", "--to", to, "-o", str(file), *more)


def titles(office: Office, kind: str = "person") -> set[str]:
    return {line["title"] for line in office.json("list", kind)}


def test_what_one_office_sends_is_in_the_vault_of_the_other_and_is_undone_as_a_whole(
    office: Office, other: Office, tmp_path: Path
) -> None:
    acquainted(office, other, tmp_path)
    office.json("add", "person", data=[{"shown_name": "Invented One"}, {"shown_name": "Invented Two"}])
    bundle = tmp_path / "for-bolat.casefile-bundle"
    told = sent(office, "Bolat Example", bundle)
    assert (told["to"], told["records"]) == (["Bolat Example"], 2)
    before = other.json("receive", str(bundle), "--dry-run")
    assert (before["came_in"], before["totals"]["new"], before["act"]) == (2, 2, "")
    assert titles(other) == set()
    taken = other.json("receive", str(bundle))
    assert taken["received"][0]["from"] == "Aisha Example"
    assert titles(other) == {"Invented One", "Invented Two"}
    again = other.json("receive", str(bundle))
    assert again["received"][0]["received_before"]
    assert again["totals"]["new"] == 0
    other.json("undo", taken["act"])
    assert titles(other) == set()


def test_only_what_was_asked_for_is_sent_and_links_to_the_rest_are_counted(
    office: Office, other: Office, tmp_path: Path
) -> None:
    acquainted(office, other, tmp_path)
    office.json("add", "place", data={"shown_name": "Invented Region"})
    office.json("add", "place", data={"shown_name": "Invented Town", "parent": "Invented Region"})
    custody = {"stay": [{"place": "Invented Town"}]}
    office.json(
        "add", "person", data=[{"shown_name": "Invented One", "custody": custody}, {"shown_name": "Nobody Else"}]
    )
    bundle = tmp_path / "b"
    told = sent(office, "Bolat Example", bundle, "--about", "Invented One")
    assert (told["linked"], told["open_links"]) == (1, 1)
    other.json("receive", str(bundle))
    assert titles(other) == {"Invented One"}
    assert titles(other, "place") == {"Invented Town"}
    sent(office, "Bolat Example", bundle)
    other.json("receive", str(bundle))
    assert titles(other) == {"Invented One", "Nobody Else"}
    [town] = [one for one in other.json("list", "place") if one["title"] == "Invented Town"]
    assert other.json("show", town["id"])["links"]["parent"]["title"] == "Invented Region"


def test_nothing_is_sent_to_a_card_whose_words_nobody_compared(office: Office, other: Office, tmp_path: Path) -> None:
    other.json("contacts", "--own", str(tmp_path / "b.card"), "--name", "Bolat Example")
    office.json(
        "contacts", "--own", str(tmp_path / "a.card"), "--name", "Aisha Example", "--add", str(tmp_path / "b.card")
    )
    refusal = office.refusal("send", "--to", "Bolat Example", "-o", str(tmp_path / "b"))
    assert "Bolat Example" in refusal["message"]
    assert not (tmp_path / "b").exists()
    assert sent(office, "Bolat Example", tmp_path / "b", "--trust-unknown")["size"] > 0


def test_a_bundle_of_somebody_unknown_is_refused_with_the_words_to_ask_for_and_nothing_changes(
    office: Office, other: Office, tmp_path: Path
) -> None:
    own = office.json("contacts", "--own", str(tmp_path / "a.card"), "--name", "Aisha Example")["own"]
    other.json("contacts", "--own", str(tmp_path / "b.card"), "--name", "Bolat Example")
    office.json("add", "person", data={"shown_name": "Invented One"})
    sent(office, str(tmp_path / "b.card"), tmp_path / "b", "--trust-unknown")
    done = other.run("receive", str(tmp_path / "b"), "--json")
    assert done.exit_code == 1
    [refused] = json.loads(done.stdout)["refused"]
    assert refused["why"] == "unknown_signer"
    assert all(word in refused["reason"] for word in own["words"])
    assert titles(other) == set()
    other.json("receive", str(tmp_path / "b"), "--trust-unknown")
    assert titles(other) == {"Invented One"}


def test_a_bundle_that_was_cut_short_is_refused_and_the_whole_one_beside_it_is_taken(
    office: Office, other: Office, tmp_path: Path
) -> None:
    acquainted(office, other, tmp_path)
    office.json("add", "person", data={"shown_name": "Invented One"})
    sent(office, "Bolat Example", tmp_path / "whole")
    (tmp_path / "cut").write_bytes((tmp_path / "whole").read_bytes()[:-100])
    paper = tmp_path / "account.pdf"
    done = other.run("receive", str(tmp_path / "cut"), str(tmp_path / "whole"), "--report", str(paper))
    assert done.exit_code == 1
    assert "cut" in done.stderr
    assert titles(other) == {"Invented One"}
    told = flat(by_pypdf(paper.read_bytes()))
    assert "Nothing was taken from" in told
    assert "cut." in told
    assert "Invented One" not in told
