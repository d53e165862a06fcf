from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Office
from cli.test_exchange_commands import acquainted, titles


@pytest.fixture
def other(office: Office, tmp_path: Path) -> Office:
    """Another office with a vault of its own: a copy from before either had keys."""
    copy = tmp_path / "other.casefile"
    shutil.copytree(office.vault, copy)
    return Office(copy, office.passphrase_file)


@pytest.fixture
def folder(office: Office, other: Office, tmp_path: Path) -> Path:
    """A folder between two offices that have each other's cards."""
    acquainted(office, other, tmp_path)
    made = tmp_path / "shared"
    made.mkdir()
    return made


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_what_each_adds_comes_to_the_other_through_the_folder(office: Office, other: Office, folder: Path) -> None:
    office.json("add", "person", data={"shown_name": "Invented One"})
    left = office.json("exchange", str(folder), "--once")
    assert left["left"]["records"] == 1
    assert (left["received"], left["act"]) == ([], "")
    other.json("add", "person", data={"shown_name": "Invented Two"})
    taken = other.json("exchange", str(folder), "--once")
    assert [one["from"] for one in taken["received"]] == ["Aisha Example"]
    assert titles(other) == {"Invented One", "Invented Two"}
    office.json("exchange", str(folder), "--once")
    assert titles(office) == {"Invented One", "Invented Two"}
    other.json("undo", taken["act"])
    assert titles(other) == {"Invented Two"}


def test_a_person_reads_what_was_taken_and_what_was_left(office: Office, other: Office, folder: Path) -> None:
    office.json("add", "person", data={"shown_name": "Invented One"})
    assert "tells of 1 record" in office.run("exchange", str(folder), "--once").stdout
    said = other.run("exchange", str(folder), "--once").stdout
    assert "from Aisha Example" in said
    office.run("exchange", str(folder), "--once")
    assert "Nothing new" in office.run("exchange", str(folder), "--once").stdout


def test_what_cannot_be_used_ends_with_one_every_time(other: Office, folder: Path) -> None:
    (folder / "x.casefile-bundle").write_bytes(b"no bundle at all")
    os.utime(folder / "x.casefile-bundle", (1, 1))
    first = other.run("exchange", str(folder), "--once", "--json")
    assert first.exit_code == 1
    assert [one["why"] for one in json.loads(first.stdout)["refused"]] == ["no_bundle"]
    second = other.run("exchange", str(folder), "--once", "--json")
    assert (second.exit_code, json.loads(second.stdout)["refused_before"]) == (1, 1)
    assert (folder / "x.casefile-bundle").exists()


def test_a_folder_that_is_not_there_is_the_machines_fault(office: Office, folder: Path) -> None:
    done = office.run("exchange", str(folder / "nowhere"), "--once")
    assert done.exit_code == 3
    assert "nowhere" in done.stderr


def test_it_goes_on_until_it_is_stopped_and_leaves_the_vault_closed(
    office: Office, other: Office, folder: Path
) -> None:
    arguments = ["exchange", str(other.vault), str(folder), "--every", "2", "--passphrase-file"]
    going = subprocess.Popen(
        [sys.executable, "-m", "casefile", *arguments, str(other.passphrase_file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(lambda: any(folder.glob("*.casefile-bundle")))
        [first] = folder.glob("*.casefile-bundle")
        tag = first.name.split("-")[0]
        office.json("add", "person", data={"shown_name": "Invented One"})
        office.json("exchange", str(folder), "--once")
        # It answers what it took with what it holds now.
        wait_for(lambda: any(one != first for one in folder.glob(f"{tag}-*.casefile-bundle")))
    finally:
        going.send_signal(signal.SIGINT)
        said, noted = going.communicate(timeout=60)
    assert going.returncode == 0, noted
    assert "from Aisha Example" in said
    assert "closed" in noted
    assert titles(other) == {"Invented One"}
