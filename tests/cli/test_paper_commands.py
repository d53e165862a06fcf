"""Commands about dossiers: dossier, templates, verify."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdf
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from casefile.base.config import resource
from casefile.cli.command_line import casefile
from casefile.dossier import leakcheck
from casefile.dossier.template_files import OWN_FOLDER, templates

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Office


def verify(path: Path) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(casefile, ["verify", str(path), "--json"])
    told: dict[str, Any] = json.loads(done.stdout)
    return done.exit_code, told


@pytest.fixture
def office(office: Office) -> Office:
    office.add("event", title="Rally in the square", began="2011-12-17", summary="Some 300 people took part.")
    return office


def statement(office: Office, path: Path, *arguments: str) -> Result:
    return office.run("dossier", "--template", "statement", "--about", "E-0001", "-o", str(path), "--json", *arguments)


def test_every_template_is_listed_with_what_it_needs() -> None:
    told = json.loads(CliRunner().invoke(casefile, ["templates", "--json"]).stdout)
    assert [one["name"] for one in told] == [template.name for template in templates()]
    assert {"statement", "case"} <= {one["name"] for one in told}
    for one in told:
        assert one.keys() == {"name", "version", "title", "description", "about", "audiences"}
        assert one["about"]
        assert one["audiences"]
    words = CliRunner().invoke(casefile, ["templates"]).stdout
    assert "statement: " in words


def test_a_dossier_is_written_with_its_manifest_and_recorded(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    done = statement(office, paper, "--date", "20 December 2011", "--to", "The Minister")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert paper.read_bytes().startswith(b"%PDF")
    assert (told["file"], told["pages"] > 0) == (str(paper), True)
    letter = office.values(told["letter"]["reference"])
    assert (letter["sha256"], letter["date"], letter["addressee"]) == (told["sha256"], "2011-12-20", "The Minister")
    assert letter["file_name"] == "paper.pdf"
    assert office.json("history")[0]["name"] == "ISSUE_DOSSIER"
    assert verify(paper)[0] == 0


def test_the_same_records_options_and_date_give_the_same_bytes(office: Office, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        assert statement(office, tmp_path / name, "--date", "2011-12-20").exit_code == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_dossier_is_written_in_the_language_asked_for(office: Office, tmp_path: Path, language: str) -> None:
    told = json.loads(statement(office, tmp_path / "paper.pdf", "--language", language).stdout)
    assert told["language"] == language


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--template", "nonsense", "--about", "E-0001"), 2),
        (("--template", "statement"), 2),
        (("--template", "statement", "--about", "E-0001", "--language", "xx"), 2),
        (("--template", "statement", "--about", "Nothing"), 1),
        (("--template", "statement", "--about", "E-0001", "--audience", "martians"), 1),
        (("--template", "statement", "--about", "E-0001", "--date", "one of these days"), 1),
        (("--template", "case", "--about", "E-0001"), 1),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(
    office: Office, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    done = office.run("dossier", *arguments, "-o", str(tmp_path / "paper.pdf"))
    assert done.exit_code == code, done.output
    assert list(tmp_path.glob("paper*")) == []
    assert office.json("list", "letter") == []


def test_a_file_that_cannot_be_written_is_not_recorded_as_sent(office: Office, tmp_path: Path) -> None:
    assert statement(office, tmp_path / "no such folder" / "paper.pdf").exit_code == 3
    (tmp_path / "paper.pdf.manifest.json").mkdir()
    assert statement(office, tmp_path / "paper.pdf").exit_code != 0
    assert office.json("list", "letter") == []


def test_a_leak_in_the_finished_file_is_a_refusal_without_a_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaking(*_arguments: object) -> None:
        raise leakcheck.LeakError("leak")

    monkeypatch.setattr(leakcheck, "check", leaking)
    assert statement(office, tmp_path / "paper.pdf").exit_code == 1
    assert list(tmp_path.glob("paper*")) == []


def test_a_name_that_may_not_be_printed_may_not_stand_in_the_name_of_the_file_either(
    office: Office, tmp_path: Path
) -> None:
    office.add("person", shown_name="Askar Invented")
    office.json("edit", "E-0001", data={"involvement": [{"person": "P-0001", "involved_as": "victim"}]})
    assert statement(office, tmp_path / "Askar Invented.pdf").exit_code == 1
    assert statement(office, tmp_path / "paper.pdf").exit_code == 0


def test_a_file_that_was_changed_or_has_no_manifest_does_not_pass(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    statement(office, paper)
    assert verify(paper)[1]["verdict"] == "unsigned"
    paper.write_bytes(paper.read_bytes() + b"\n")
    code, told = verify(paper)
    assert (code, told["verdict"], told["good"]) == (1, "changed", False)
    (tmp_path / "paper.pdf.manifest.json").unlink()
    code, told = verify(paper)
    assert (code, told["verdict"], told["pages"]) == (1, "no_manifest", None)


def test_a_file_that_is_not_there_cannot_be_verified(tmp_path: Path) -> None:
    assert CliRunner().invoke(casefile, ["verify", str(tmp_path / "nothing.pdf")]).exit_code in {2, 3}


def test_a_second_dossier_on_the_same_title_means_the_record_and_not_the_first_letter(
    office: Office, tmp_path: Path
) -> None:
    for name in ("a.pdf", "b.pdf"):
        done = office.run(
            "dossier", "--template", "statement", "--about", "Rally in the square", "-o", str(tmp_path / name)
        )
        assert done.exit_code == 0, done.output
    assert len(office.json("list", "letter")) == 2


def test_a_letter_takes_what_was_typed_for_it(office: Office, tmp_path: Path) -> None:
    office.add("person", described_as="A teacher")
    paper = tmp_path / "letter.pdf"
    done = office.run(
        *("dossier", "--template", "letter", "--about", "A teacher", "--to", "The Prosecutor; A street 1"),
        *("--request", "Answer soon", "--signed-by", "A. B.", "--signed-as", "Head", "-o", str(paper), "--json"),
    )
    assert done.exit_code == 0, done.output
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(paper).pages)
    for said in ("The Prosecutor", "A street 1", "Answer soon.", "A. B.", "Head"):
        assert said in text


def test_a_form_says_what_it_asks_and_nobody_recorded(office: Office, tmp_path: Path) -> None:
    office.add("person", described_as="A teacher")
    arguments = ("dossier", "--template", "wgad", "--about", "A teacher", "-o", str(tmp_path / "form.pdf"))
    told = json.loads(office.run(*arguments, "--json").stdout)
    warrant = next(one for one in told["asked"] if "warrant" in one["question"])
    assert warrant["answer"] == "none"
    assert warrant["gaps"] == [{"kind": "custody", "field": "warrant_shown", "record": ""}]
    assert "Asked, and not recorded: Date of arrest" in office.run(*arguments).output


def test_a_pdf_behind_a_passphrase_is_verified_like_any_other(office: Office, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("four words of training\n")
    paper = tmp_path / "paper.pdf"
    assert statement(office, paper, "--protect-with", str(secret)).exit_code == 0
    assert pypdf.PdfReader(paper).is_encrypted
    assert verify(paper)[0] == 0


def test_an_office_uses_a_template_of_its_own_and_is_told_the_line_of_a_mistake(office: Office, tmp_path: Path) -> None:
    ours = office.vault.joinpath(*OWN_FOLDER, "ours")
    ours.mkdir(parents=True)
    text = resource("dossier", "statement", "template.toml").read_text(encoding="utf-8")
    (ours / "template.toml").write_text(text, encoding="utf-8")
    arguments = ("dossier", "--template", "ours", "--about", "E-0001", "-o", str(tmp_path / "paper.pdf"))
    assert office.run(*arguments).exit_code == 0
    (ours / "template.toml").write_text(text.replace("version =", "version = ="), encoding="utf-8")
    done = office.run(*arguments)
    assert done.exit_code == 1
    assert "Template ours, line 2" in done.output


def test_evidence_goes_along_without_what_it_tells_and_what_cannot_is_refused_with_the_reason(
    office: Office, tmp_path: Path
) -> None:
    photo, locked, huge = tmp_path / "a.jpg", tmp_path / "b.pdf", tmp_path / "c.png"
    exif = Image.Exif()
    exif[0x010E] = "Canaryname"
    Image.new("RGB", (80, 60), "navy").save(photo, exif=exif)
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    Image.new("1", (10_000, 9_000)).save(huge)
    taken = office.json("attach", str(photo), str(locked), str(huge), "--about", "E-0001")["taken"]
    for one in taken:
        office.json("edit", one["reference"], data={"shows_people": "no"})
    paper = tmp_path / "paper.pdf"
    refused = statement(office, paper, "--exhibits", "all")
    assert refused.exit_code != 0
    assert not paper.exists()
    told = json.loads(statement(office, paper, "--exhibits", "all", "--without-refused").stdout)
    assert told["exhibits"] == 1
    assert ["encrypted" in one["why"] or "huge" in one["why"] for one in told["refused"]] == [True, True]
    assert b"Canaryname" in photo.read_bytes()
    assert b"Canaryname" not in paper.read_bytes()
    alone = json.loads(statement(office, paper, "--exhibit", taken[0]["reference"]).stdout)
    assert (alone["exhibits"], alone["refused"]) == (1, [])


def test_a_name_that_ends_so_gives_a_word_file_under_the_same_check(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "paper.docx"
    told = json.loads(statement(office, paper, "--date", "2011-12-20", "--to", "The Minister").stdout)
    first = paper.read_bytes()
    assert first.startswith(b"PK")
    assert verify(paper)[0] == 0
    assert office.values(told["letter"]["reference"])["addressee"] == "The Minister"
    assert statement(office, paper, "--date", "2011-12-20", "--to", "The Minister").exit_code == 0
    assert paper.read_bytes() == first
    office.add("person", shown_name="Askar Invented")
    office.json("edit", "E-0001", data={"involvement": [{"person": "P-0001", "involved_as": "victim"}]})
    assert statement(office, tmp_path / "Askar Invented.docx").exit_code == 1
