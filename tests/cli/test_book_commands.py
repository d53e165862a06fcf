"""Commands about a whole vault: new, demo, history, undo, check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from casefile.base.clock import Clock
from casefile.cli.command_line import casefile
from casefile.store import demo
from casefile.store.casebook import Casebook
from casefile.store.changes import Finding
from casefile.vault.keyslots import Passphrase
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Office


def make(command: str, path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(casefile, [command, str(path), "--json", *arguments])


def test_a_new_vault_gets_its_suffix_and_is_empty_and_in_order(office: Office, tmp_path: Path) -> None:
    done = make("new", tmp_path / "fresh", "--passphrase-file", str(office.passphrase_file))
    assert json.loads(done.stdout) == {"vault": str(tmp_path / "fresh.casefile")}
    office.vault = tmp_path / "fresh.casefile"
    assert office.json("history") == []
    assert office.json("check") == {"clean": True, "findings": []}


def test_a_new_vault_never_replaces_anything(office: Office) -> None:
    before = sorted(path.name for path in office.vault.rglob("*"))
    done = make("new", office.vault, "--passphrase-file", str(office.passphrase_file))
    assert done.exit_code == 1
    assert sorted(path.name for path in office.vault.rglob("*")) == before


def test_a_vault_that_could_not_be_filled_is_not_left_behind(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo, "fill", full)
    assert make("demo", tmp_path / "x", "--passphrase-file", str(office.passphrase_file)).exit_code == 3
    assert not (tmp_path / "x.casefile").exists()


def test_the_demonstration_opens_with_the_public_passphrase_that_it_prints(tmp_path: Path) -> None:
    done = make("demo", tmp_path / "try", "--people", "3", "--seed", "7")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["passphrase"] == demo.PASSPHRASE
    assert told["records"] > 38
    Vault.open(tmp_path / "try.casefile", Passphrase(demo.PASSPHRASE), Clock()).close()


def test_a_passphrase_of_ones_own_is_never_printed(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "fill", lambda _book: 0)
    done = make("demo", tmp_path / "try", "--passphrase-file", str(office.passphrase_file))
    assert json.loads(done.stdout)["passphrase"] is None
    assert office.passphrase_file.read_text(encoding="utf-8").strip() not in done.output


def test_history_lists_the_acts_newest_first(office: Office) -> None:
    office.add("person", shown_name="Invented")
    office.json("edit", "P-0001", data={"note": "more"})
    assert [act["name"] for act in office.json("history")] == ["EDIT_RECORD", "ADD_RECORD"]
    assert [act["name"] for act in office.json("history", "--limit", "1")] == ["EDIT_RECORD"]
    assert office.json("history")[0].keys() == {
        "id",
        "name",
        "sentence",
        "when",
        "author",
        "records",
        "undoes",
        "undone_by",
    }


def test_history_of_a_record_tells_each_value_before_and_after(office: Office) -> None:
    office.add("person", shown_name="Invented", birth_date="1980")
    office.json("edit", "P-0001", data={"birth_date": "about 1981"})
    told = office.json("history", "P-0001")
    assert told["record"]["reference"] == "P-0001"
    first, second = told["changes"]
    assert (first["verb"], second["verb"]) == ("insert", "write")
    assert (second["before"], second["values"]) == ({"birth_date": "1980"}, {"birth_date": "1981~"})
    assert "    Born: 1980 → about 1981" in office.run("history", "P-0001").stdout.splitlines()


def test_undo_takes_back_the_newest_act_and_may_itself_be_undone(office: Office) -> None:
    office.add("person", shown_name="Invented")
    office.json("edit", "P-0001", data={"note": "more"})
    done = office.json("undo")
    assert done["undone"]["name"] == "EDIT_RECORD"
    assert done["records"] == 1
    assert office.values("P-0001")["note"] == ""
    office.json("undo", done["act"])
    assert office.values("P-0001")["note"] == "more"


def test_undo_of_an_older_act_leaves_what_was_changed_later_and_names_it(office: Office) -> None:
    office.add("person", shown_name="Invented")
    older = office.json("edit", "P-0001", data={"note": "first", "sex": "female"})["act"]
    office.json("edit", "P-0001", data={"note": "second"})
    done = office.json("undo", older)
    assert [(left["reference"], left["field"]) for left in done["kept"]] == [("P-0001", "note")]
    values = office.values("P-0001")
    assert (values["note"], values["sex"]) == ("second", "")


def test_there_must_be_something_to_undo(office: Office) -> None:
    assert office.refusal("undo")["message"]


@pytest.mark.parametrize("act", ["not-an-id", "00000000-0000-7000-8000-000000000000"])
def test_an_act_that_is_not_there_is_refused(office: Office, act: str) -> None:
    assert office.refusal("undo", act)["message"]


def test_check_ends_with_1_and_names_what_another_program_changed(office: Office) -> None:
    office.add("person", shown_name="Invented")
    vault = Vault.open(office.vault, Passphrase(office.passphrase_file.read_text(encoding="utf-8").strip()), Clock())
    connection = vault.connect()
    connection.execute("DROP TRIGGER capture_person_update")
    connection.execute("UPDATE person SET note = 'planted'")
    connection.close()
    vault.close()
    done = office.run("check", "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["clean"] is False
    assert ("problem", "person", "P-0001") in [
        (found["severity"], found["kind"], found["reference"]) for found in told["findings"]
    ]
    words = office.run("check")
    assert words.exit_code == 1
    assert "problem: P-0001: " in words.stdout
    assert "planted" not in words.output


def test_a_notice_leaves_the_vault_clean(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Casebook, "check", lambda _self, **_kept: [Finding("notice", "", b"", "worth a look")])
    done = office.run("check", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["clean"] is True


def test_a_vault_is_sealed_and_checked_against_the_seal_that_was_kept(office: Office, tmp_path: Path) -> None:
    office.add("person", shown_name="Aisha Example")
    kept = tmp_path / "office.seal"
    told = office.json("seal", "-o", str(kept))
    assert json.loads(kept.read_text(encoding="utf-8")) == told
    assert "Aisha" not in kept.read_text(encoding="utf-8")
    assert office.json("check", "--seal", str(kept)) == {"clean": True, "findings": []}
    kept.write_text(json.dumps({**told, "chain": "00" * 32}), encoding="utf-8")
    done = office.run("check", "--seal", str(kept), "--json")
    assert done.exit_code == 1
    assert len(json.loads(done.stdout)["findings"]) == 1
    kept.write_text("no seal", encoding="utf-8")
    assert "no seal" in office.refusal("check", "--seal", str(kept))["message"]
