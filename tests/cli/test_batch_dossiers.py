"""One dossier for each of several records, at the command line."""

from __future__ import annotations

import json
import os
import signal
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdf
import pytest

from casefile.base.clock import Clock
from casefile.dossier import batch
from casefile.store.casebook import Casebook
from casefile.ui.saved_views import View, save_view
from casefile.vault.keyslots import Passphrase
from casefile.vault.vault import Vault
from cli.conftest import PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Office


@pytest.fixture
def office(office: Office) -> Office:
    for name in ("Жанар Примерова", "Askar Invented", "Мирас Учебный"):
        office.add("person", shown_name=name)
    return office


def letters(office: Office, *arguments: str) -> tuple[int, Any]:
    done = office.run("dossier", "--template", "letter", "--audience", "government", "--json", *arguments)
    return done.exit_code, json.loads(done.stdout) if done.stdout else done.output


def test_each_record_named_gets_a_file_in_the_folder(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    code, told = letters(
        office,
        *("--about", "P-0001", "--about", "Askar Invented", "--to", "The prosecutor", "--reply-due", "8 Dec 2026"),
        *("--date", "2026-11-24", "--into", str(out)),
    )
    assert (code, told["asked"], told["made"], told["refused"], told["not_reached"]) == (0, 2, 2, 0, 0)
    assert [one["reference"] for one in told["dossiers"]] == ["P-0001", "P-0002"]
    assert {one["file"] for one in told["dossiers"]} == {one.name for one in out.glob("*.pdf")}
    sent = office.json("list", "letter")
    assert len(sent) == 2
    assert office.values(sent[0]["reference"])["reply_due"] == "2026-12-08"


def test_one_that_is_refused_is_told_and_ends_with_one(office: Office, tmp_path: Path) -> None:
    office.json("edit", "P-0002", data={"archived": True})
    account = tmp_path / "account.json"
    code, told = letters(
        office,
        *("--about", "P-0001", "--about", "P-0002", "--about", "P-0003"),
        *("--into", str(tmp_path), "--report", str(account)),
    )
    assert (code, told["asked"], told["made"], told["refused"]) == (1, 3, 2, 1)
    assert [bool(one["why"]) for one in told["dossiers"]] == [False, True, False]
    assert json.loads(account.read_text(encoding="utf-8")) == told


def test_all_of_a_kind_are_bound_into_one_file_with_an_account_on_paper(office: Office, tmp_path: Path) -> None:
    file, paper = tmp_path / "all.pdf", tmp_path / "account.pdf"
    code, told = letters(office, "--all", "person", "--each", "-o", str(file), "--report", str(paper))
    assert (code, told["made"]) == (0, 3)
    with pikepdf.open(file) as whole:
        assert len(whole.pages) == sum(one["pages"] for one in told["dossiers"])
    said = " ".join(page.extract_text() for page in pypdf.PdfReader(paper).pages)
    for reference in ("P-0001", "P-0002", "P-0003"):
        assert reference in said
    for name in ("Примерова", "Invented", "Учебный"):
        assert name not in said
    assert told["dossiers"][0]["sha256"][:16] in said


def test_a_saved_view_says_for_whom(office: Office, tmp_path: Path) -> None:
    vault = Vault.open(office.vault, Passphrase(PASSPHRASE), Clock())
    with closing(Casebook(vault, Clock())) as book:
        save_view(book, View("person", "One of them", words="Askar"))
    vault.close()
    code, told = letters(office, "--view", "one of them", "--into", str(tmp_path))
    assert (code, [one["reference"] for one in told["dossiers"]]) == (0, ["P-0002"])
    assert letters(office, "--view", "another", "--into", str(tmp_path))[0] == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--about", "P-0001"), 2),
        (("--into", "."), 2),
        (("--about", "P-0001", "-o", "one.pdf", "--into", "."), 2),
        (("--about", "P-0001", "-o", "one.pdf", "--report", "two.json"), 2),
        (("--all", "martian", "--into", "."), 1),
        (("--about", "Nobody", "--into", "."), 1),
    ],
)
def test_what_does_not_say_for_whom_or_where_to_writes_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    assert office.run("dossier", "--template", "letter", *arguments).exit_code == code
    assert list((tmp_path / "out").iterdir()) == []


def test_an_interrupt_stops_after_the_one_under_way(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = batch._one

    def interrupted(*arguments: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return one(*arguments)

    monkeypatch.setattr(batch, "_one", interrupted)
    code, told = letters(office, "--all", "person", "--into", str(tmp_path))
    assert (code, told["made"], told["not_reached"]) == (1, 1, 2)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert len(office.json("list", "letter")) == 1
