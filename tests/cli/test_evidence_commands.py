"""Commands about files of evidence; and that the key of a file is told by no command."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Office

WORDS = b"Invented for training: a letter.\n"
KEY = "AGE-SECRET-KEY-"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_bytes(WORDS)
    return path


def test_a_file_goes_in_about_somebody_and_comes_out_as_it_was(office: Office, letter: Path, tmp_path: Path) -> None:
    person = office.add("person", shown_name="Invented One")
    told = office.json("attach", str(letter), "--about", person, "--why", "sent by the family")
    (line,) = told["taken"]
    assert (line["title"], line["already"], line["sha256"]) == ("letter.txt", False, hashlib.sha256(WORDS).hexdigest())
    assert told["refused"] == []
    assert office.json("show", line["reference"])["parts"]["evidence_link"][0]["links"]["record"]["reference"] == person
    office.json("extract", line["reference"], "-o", str(tmp_path / "out.txt"), "--for", "The court")
    assert (tmp_path / "out.txt").read_bytes() == WORDS
    handled = [part["values"]["handling_kind"] for part in office.json("show", line["reference"])["parts"]["handling"]]
    assert sorted(handled) == ["exported", "hashed", "received"]


def test_in_words_it_is_said_that_a_file_was_here_already(office: Office, letter: Path) -> None:
    assert "was here already" not in office.run("attach", str(letter)).stdout
    assert "was here already" in office.run("attach", str(letter)).stdout


def test_a_file_that_cannot_be_read_ends_with_1_and_the_others_are_in(office: Office, letter: Path) -> None:
    (letter.parent / "folder").mkdir()
    (letter.parent / "folder" / "a.txt").write_bytes(b"a")
    letter.with_name("b.txt").symlink_to("/dev/null")
    done = office.run("attach", str(letter), str(letter.with_name("b.txt")), "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert ([len(told["taken"]), len(told["refused"])]) == [1, 1]


def test_the_key_of_a_file_is_told_by_no_command(office: Office, letter: Path) -> None:
    told = office.run("attach", str(letter), "--json")
    ref = json.loads(told.stdout)["taken"][0]["reference"]
    asked = [
        ("show", ref),
        ("show", ref, "--json"),
        ("show", ref, "--sensitive"),
        ("show", ref, "--sensitive", "--archived", "--json"),
        ("history", ref),
        ("history", ref, "--json"),
        ("list", "evidence_item", "--json"),
        ("find", "letter", "--json"),
        ("check", "--json"),
        ("undo", "--json"),
        ("history", ref, "--json"),
    ]
    said = [told, *(office.run(*words) for words in asked)]
    assert [done.exit_code for done in said] == [0] * len(said)
    assert not any(KEY in done.output.upper() for done in said)
    assert not any("File key" in done.output or "blob_key" in done.output for done in said)


def test_nobody_writes_the_key_of_a_file_by_hand(office: Office, letter: Path) -> None:
    ref = office.json("attach", str(letter))["taken"][0]["reference"]
    for told in (
        office.refusal("edit", ref, data={"blob_key": ""}),
        office.refusal("add", "evidence_item", data={"title": "x", "blob_key": "x"}),
    ):
        assert [problem["field"] for problem in told["problems"]] == ["blob_key"]


@pytest.mark.parametrize("harm", ["a flipped byte", "cut short", "gone"])
def test_check_finds_a_file_of_evidence_that_is_not_what_was_taken_in(
    office: Office, tmp_path: Path, harm: str
) -> None:
    original = tmp_path / "wrist.jpg"
    original.write_bytes(b"\xff\xd8 wrist " * 40)
    office.json("attach", str(original))
    assert office.json("check")["clean"]
    [sealed] = (office.vault / "evidence").iterdir()
    content = bytearray(sealed.read_bytes())
    content[-20] ^= 1
    if harm == "gone":
        sealed.unlink()
    else:
        sealed.write_bytes(content if harm == "a flipped byte" else content[:-30])
    done = office.run("check", "--json")
    assert done.exit_code == 1
    [finding] = json.loads(done.stdout)["findings"]
    assert (finding["severity"], finding["kind"], finding["reference"]) == ("problem", "evidence_item", "EV-0001")
