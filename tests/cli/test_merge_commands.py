from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from cli.conftest import Office
from dossier.pdf_reading import by_pypdf, flat

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def other(office: Office, tmp_path: Path) -> Office:
    """A copy of the office's vault, as another laptop holds it."""
    office.add("person", shown_name="Aisha Example")
    copy = tmp_path / "other.casefile"
    shutil.copytree(office.vault, copy)
    return Office(copy, office.passphrase_file)


def merge(office: Office, *others: Office, more: tuple[str, ...] = ()) -> Any:
    sources = [str(other.vault) for other in others]
    return office.json("merge", *sources, "--source-passphrase-file", str(office.passphrase_file), *more)


def edit(office: Office, **values: Any) -> None:
    office.json("edit", "Aisha Example", data=values)


def test_the_account_adds_up_and_names_records_by_id_only(office: Office, other: Office, tmp_path: Path) -> None:
    other.add("person", shown_name="Bolat Example")
    edit(other, sex="female")
    report = tmp_path / "report.json"
    told = merge(office, other, more=("--report", str(report)))
    assert told["totals"] == {"new": 1, "updated": 1, "unchanged": 0, "conflicting": 0, "waiting": 0, "erased": 0}
    assert told["came_in"] == sum(told["totals"].values()) == sum(len(line["records"]) for line in told["account"])
    assert json.loads(report.read_text(encoding="utf-8")) == told
    assert "Example" not in report.read_text(encoding="utf-8")
    assert office.json("check") == {"clean": True, "findings": []}


def test_the_account_is_a_paper_where_its_file_does_not_end_as_data_does(
    office: Office, other: Office, tmp_path: Path
) -> None:
    other.add("person", shown_name="Bolat Example")
    paper = tmp_path / "account.pdf"
    merge(office, other, more=("--report", str(paper)))
    told = flat(by_pypdf(paper.read_bytes()))
    assert "Account of a merge" in told
    assert office.vault.stem in told
    assert "Example" not in told


def test_a_rehearsal_changes_nothing_and_tells_the_same(office: Office, other: Office) -> None:
    other.add("person", shown_name="Bolat Example")
    rehearsed = merge(office, other, more=("--dry-run",))
    assert [line["reference"] for line in office.json("list", "person")] == ["P-0001"]
    done = merge(office, other)
    assert rehearsed["account"] == done["account"]
    assert rehearsed["act"] == ""


def test_several_vaults_join_in_one_act_that_one_undo_takes_back(office: Office, other: Office, tmp_path: Path) -> None:
    shutil.copytree(other.vault, tmp_path / "third.casefile")
    third = Office(tmp_path / "third.casefile", office.passphrase_file)
    other.add("person", shown_name="Bolat Example")
    third.add("person", shown_name="Chen Example")
    merge(office, other, third)
    assert len(office.json("list", "person")) == 3
    office.json("undo")
    assert len(office.json("list", "person")) == 1
    assert office.json("check") == {"clean": True, "findings": []}


def test_a_conflict_is_listed_with_its_values_and_decided_by_number(office: Office, other: Office) -> None:
    edit(office, note="seen in Aktau")
    edit(other, note="seen in Zhanaozen")
    assert merge(office, other)["open_conflicts"] == 1
    [conflict] = office.json("conflicts")
    assert conflict["field"] == "note"
    assert conflict["before"] == ""
    values = {choice["value"]: choice["number"] for choice in conflict["choices"]}
    office.json("resolve", "Aisha Example", "note", "--take", str(values["seen in Aktau"]))
    assert office.json("conflicts") == []
    merge(other, office)
    assert other.json("conflicts") == []
    assert other.values("Aisha Example")["note"] == "seen in Aktau"


def test_a_decision_that_keeps_both_leaves_each_value_as_a_claim(office: Office, other: Office) -> None:
    edit(office, note="seen in Aktau")
    edit(other, note="seen in Zhanaozen")
    merge(office, other)
    office.json("resolve", "Aisha Example", "note", "--both")
    assert office.json("conflicts") == []
    claims = [office.values(line["reference"]) for line in office.json("list", "claim")]
    assert {claim["value"] for claim in claims} == {"seen in Aktau", "seen in Zhanaozen"}
    assert {claim["stance"] for claim in claims} == {"shown", "contradicts"}


def test_a_decision_may_be_a_value_that_nobody_had_written(office: Office, other: Office) -> None:
    edit(office, note="seen in Aktau")
    edit(other, note="seen in Zhanaozen")
    merge(office, other)
    office.json("resolve", "Aisha Example", "note", "--value", "seen in both")
    assert office.values("Aisha Example")["note"] == "seen in both"


def test_a_decision_about_a_field_that_waits_for_none_is_refused(office: Office, other: Office) -> None:
    merge(office, other)
    assert "does not wait" in office.refusal("resolve", "Aisha Example", "note", "--take", "1")["message"]


def test_a_vault_is_not_merged_into_itself(office: Office) -> None:
    arguments = (str(office.vault), "--source-passphrase-file", str(office.passphrase_file))
    assert "itself" in office.refusal("merge", *arguments)["message"]


def test_a_source_that_is_not_there_ends_the_command_before_anything_is_merged(office: Office, other: Office) -> None:
    other.add("person", shown_name="Bolat Example")
    done = office.run(
        "merge", str(other.vault), "nowhere.casefile", "--source-passphrase-file", str(office.passphrase_file)
    )
    assert done.exit_code == 3
    assert len(office.json("list", "person")) == 1
