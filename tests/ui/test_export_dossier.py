from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pikepdf
import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.dossier import signing
from casefile.store.casebook import Casebook
from casefile.ui.composer import Composer
from casefile.ui.dossier_request import DossierRequest
from casefile.ui.export_dossier import ExportDialog
from casefile.ui.page import Desk
from casefile.ui.widgets.cards import label
from ui.test_printing import to_file

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

    Add = Callable[..., RecordId]


@pytest.fixture
def composer(desk: Desk, add: Add, qtbot: QtBot) -> Composer:
    """A letter about somebody who may not be named, drawn."""
    person = add("person", shown_name="Жанар Примерова")
    add("custody", person=person, arrested="2026-05-01")
    made = Composer(desk)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    made.compose_about([person])
    qtbot.waitUntil(lambda: made.make_button.isEnabled() and made.preview.pages > 0)
    return made


@pytest.fixture
def dialog(composer: Composer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ExportDialog:
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(ExportDialog, "ask_file", lambda _self, name: tmp_path / "out" / name)
    composer.export()
    found = composer.findChild(ExportDialog)
    assert isinstance(found, ExportDialog)
    return found


def texts(dialog: ExportDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(type(label(""))) if not one.isHidden())


def refused(*_about: object) -> NoReturn:
    raise UserError("A name would be told.")


def written(folder: Path) -> list[Path]:
    return sorted((folder / "out").iterdir())


def test_before_anything_is_written_it_says_who_is_not_named_and_what_they_are_called(
    dialog: ExportDialog, tmp_path: Path
) -> None:
    said = texts(dialog)
    assert "Жанар Примерова" in said
    assert "Person A" in said.replace("\u2068", "").replace("\u2069", "")
    assert "no consent recorded" in said
    assert written(tmp_path) == []


def test_the_file_the_manifest_and_the_letter_are_made_together(
    dialog: ExportDialog, composer: Composer, book: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.addressee.setText("The prosecutor")
    dialog.reply_due.setText("1 Mar 2027")
    with qtbot.waitSignal(composer.made) as made:
        dialog.go_on()
    pdf, manifest = written(tmp_path)
    assert manifest == signing.manifest_path(pdf)
    assert signing.verify(pdf).good
    letter = book.read(lambda reader: reader.get(made.args[0]))
    assert letter.text("sha256") == signing.fingerprint(pdf.read_bytes())
    assert (letter.text("addressee"), letter.text("reply_due")) == ("The prosecutor", "2027-03-01")
    assert "Примерова" not in pdf.name


def test_a_passphrase_is_asked_for_by_the_file(
    dialog: ExportDialog, composer: Composer, tmp_path: Path, qtbot: QtBot
) -> None:
    for field in (dialog.passphrase, dialog.again):
        field.field.setText("orchard lantern")
    with qtbot.waitSignal(composer.made):
        dialog.go_on()
    pdf, _manifest = written(tmp_path)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(pdf)
    with pikepdf.open(pdf, password="orchard lantern") as opened:
        assert opened.encryption.bits == 256


@pytest.mark.parametrize(("first", "second"), [("short", "short"), ("long enough it is", "another one")])
def test_a_passphrase_that_is_too_short_or_mistyped_makes_nothing(
    dialog: ExportDialog, tmp_path: Path, first: str, second: str
) -> None:
    dialog.passphrase.field.setText(first)
    dialog.again.field.setText(second)
    dialog.go_on()
    assert dialog.make_button.isEnabled()
    assert written(tmp_path) == []


def test_nothing_is_replaced_unasked(dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def no(_self: ExportDialog, names: list[str]) -> bool:
        asked.append(names)
        return False

    monkeypatch.setattr(ExportDialog, "ask_to_replace", no)
    monkeypatch.setattr(ExportDialog, "ask_file", lambda _self, _name: tmp_path / "out" / "mine")
    (tmp_path / "out" / "mine.pdf.manifest.json").write_text("mine", encoding="utf-8")
    dialog.go_on()
    assert asked == [["mine.pdf.manifest.json"]]
    assert [one.read_text(encoding="utf-8") for one in written(tmp_path)] == ["mine"]


def test_a_name_of_somebody_withheld_in_the_file_name_is_refused_kindly(
    dialog: ExportDialog, tmp_path: Path, book: Casebook, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(ExportDialog, "ask_file", lambda _self, _name: tmp_path / "out" / "Примерова.pdf")
    dialog.go_on()
    qtbot.waitUntil(lambda: "file name" in texts(dialog))
    assert dialog.make_button.isEnabled()
    assert written(tmp_path) == []
    assert book.read(lambda reader: reader.count("letter")) == 0


def test_a_folder_that_cannot_be_written_to_is_said_and_nothing_is_recorded(
    dialog: ExportDialog, tmp_path: Path, book: Casebook, said: Said, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(ExportDialog, "ask_file", lambda _self, _name: tmp_path / "nowhere" / "one.pdf")
    dialog.go_on()
    qtbot.waitUntil(lambda: "one.pdf cannot be written" in texts(dialog))
    assert book.read(lambda reader: reader.count("letter")) == 0
    assert said.failures == []


def test_a_reply_date_that_cannot_be_read_is_said_at_its_field(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.reply_due.setText("32 December")
    dialog.go_on()
    assert not dialog._due_problem.isHidden()
    assert written(tmp_path) == []


def test_a_word_file_is_made_checked_and_recorded_like_a_pdf(
    dialog: ExportDialog, composer: Composer, book: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.addressee.setText("The prosecutor")
    with qtbot.waitSignal(composer.made) as made:
        dialog.go_on_in_word()
    word, manifest = written(tmp_path)
    assert (word.suffix, manifest) == (".docx", signing.manifest_path(word))
    assert word.read_bytes().startswith(b"PK")
    assert signing.verify(word).good
    letter = book.read(lambda reader: reader.get(made.args[0]))
    assert (letter.text("addressee"), letter.text("file_name")) == ("The prosecutor", word.name)


def test_a_word_file_cannot_ask_for_a_passphrase_and_says_so(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    for field in (dialog.passphrase, dialog.again):
        field.field.setText("orchard lantern")
    dialog.go_on_in_word()
    qtbot.waitUntil(lambda: "cannot ask for a passphrase" in texts(dialog))
    assert written(tmp_path) == []


def test_what_is_printed_is_recorded_and_no_file_is_written(
    dialog: ExportDialog,
    composer: Composer,
    book: Casebook,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: Said,
    qtbot: QtBot,
) -> None:
    printer = to_file(tmp_path / "paper.pdf")
    monkeypatch.setattr(dialog, "ask_printer", lambda: printer)
    dialog.addressee.setText("The prosecutor")
    with qtbot.waitSignal(composer.made) as made:
        dialog.go_on_to_print()
    qtbot.waitUntil(lambda: any("given to the printer" in line for line in said.lines))
    letter = book.read(lambda reader: reader.get(made.args[0]))
    assert (letter.text("addressee"), letter.text("file_name")) == ("The prosecutor", "")
    assert written(tmp_path) == []
    with pikepdf.open(tmp_path / "paper.pdf") as sheets:
        assert len(sheets.pages) == letter.values["pages"]


def test_nothing_is_printed_that_the_check_refuses(
    dialog: ExportDialog, book: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    printer = to_file(tmp_path / "paper.pdf")
    monkeypatch.setattr(dialog, "ask_printer", lambda: printer)
    monkeypatch.setattr(DossierRequest, "make", refused)
    dialog.go_on_to_print()
    qtbot.waitUntil(lambda: "A name would be told." in texts(dialog))
    assert not (tmp_path / "paper.pdf").exists()
    assert book.read(lambda reader: reader.count("letter")) == 0


@pytest.mark.qt_log_ignore("QPainter::begin", "propagateSizeHints")
def test_a_printer_that_fails_leaves_the_letter_recorded_and_says_what_to_do(
    dialog: ExportDialog, book: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    printer = to_file(tmp_path / "nowhere" / "paper.pdf")
    monkeypatch.setattr(dialog, "ask_printer", lambda: printer)
    dialog.go_on_to_print()
    qtbot.waitUntil(lambda: "The letter is recorded as sent" in texts(dialog))
    assert "did not take the pages" in texts(dialog)
    assert book.read(lambda reader: reader.count("letter")) == 1
