"""A dossier from the person's page to the list of letters, with the real window; then the lock."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QWidget

from casefile.base.clock import Clock, RecordId
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.casework.consent import record_consent, withdraw_consent
from casefile.casework.custody import record_custody
from casefile.casework.people import add_person
from casefile.dossier import signing
from casefile.ui import drafts
from casefile.ui.composer import Composer
from casefile.ui.export_dossier import ExportDialog
from casefile.ui.pages.dossiers_page import DossiersPage
from casefile.ui.pages.letter_view import LetterView
from casefile.ui.pages.person_view import PersonView
from casefile.ui.vault_opening import Way, create_vault, open_vault

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from casefile.ui.main_window import MainWindow
    from casefile.ui.shell import Shell

Seen = TypeVar("Seen", bound=QWidget)
PASSPHRASE = "copper lantern seven orchard window"


def the(kind: type[Seen], within: QWidget) -> Seen:
    (found,) = [one for one in within.findChildren(kind) if isinstance(one, kind) and one.isVisible()]
    return found


def press(within: QWidget, name: str) -> None:
    (found,) = [one for one in within.findChildren(QAbstractButton) if one.accessibleName() == name and one.isVisible()]
    found.click()


def held(writer: Writer) -> RecordId:
    person = add_person(writer, "Жанар Примерова", invented="yes")
    record_custody(writer, person, "2026-05-01")
    record_consent(writer, person, "2026-05-02", may_name_to_government="yes")
    return person


def main_of(shell: Shell) -> MainWindow:
    assert shell.main is not None
    return shell.main


def drawn(main: MainWindow, qtbot: QtBot) -> Composer:
    composer = the(Composer, main)
    qtbot.waitUntil(lambda: composer.preview.pages > 0)
    return composer


def test_a_letter_is_made_found_checked_and_listed_when_the_consent_is_taken_back(
    shell: Shell, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.show_book(create_vault(tmp_path / "case", PASSPHRASE, Clock(), recovery=False))
    main = main_of(shell)
    qtbot.waitUntil(main.isVisible)
    book = main.desk.casebook
    person = book.transact(Act.ADD_PERSON, held).value
    main.open_record("person", person)
    press(the(PersonView, main), "Export dossier")

    composer = the(Composer, main)
    composer.choice.choose(template="urgent-appeal", audience="government")
    qtbot.waitUntil(lambda: "Жанар Примерова" in composer.preview.text(1))
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(out / "appeal"), ""))
    qtbot.waitUntil(lambda: composer._drawing is None and not composer._pause.isActive())
    press(composer, "Make the PDF…")
    dialog = the(ExportDialog, composer)
    assert "Жанар Примерова" in {one.text() for one in dialog.findChildren(QLabel)}
    dialog.addressee.setText("The prosecutor")
    press(dialog, "Choose a file and make it…")
    qtbot.waitUntil(lambda: book.read(lambda reader: reader.count("letter")) == 1)

    assert sorted(one.name for one in out.iterdir()) == ["appeal.pdf", "appeal.pdf.manifest.json"]
    report = signing.verify(out / "appeal.pdf")
    assert report.verdict is signing.Verdict.UNSIGNED
    assert report.manifest is not None
    assert (report.manifest.template, report.manifest.audience) == ("urgent-appeal", "government")
    (letter,) = book.read(lambda reader: reader.of("letter"))
    view = the(LetterView, main)
    assert view.record == letter.id
    assert view.verdict_on(out / "appeal.pdf").startswith("This is the file that was made")

    (consent,) = book.read(lambda reader: reader.of("consent", person=person))
    book.transact(Act.EDIT_RECORD, lambda writer: withdraw_consent(writer, consent.id, "2026-11-20"))
    main.open_record("person", person)
    texts = {one.text() for one in the(PersonView, main).findChildren(QLabel) if one.isVisible()}
    assert any(one.startswith("Consent was taken back. 1 letter") for one in texts)
    names = {one.accessibleName() for one in the(PersonView, main).findChildren(QAbstractButton)}
    assert any("The prosecutor" in one for one in names)


def test_nothing_of_the_pages_outlives_a_lock(shell: Shell, tmp_path: Path, qtbot: QtBot) -> None:
    shell.show_book(create_vault(tmp_path / "case", PASSPHRASE, Clock(), recovery=False))
    main = main_of(shell)
    qtbot.waitUntil(main.isVisible)
    person = main.desk.casebook.transact(Act.ADD_PERSON, held).value
    main.make_dossier([person])
    composer = drawn(main, qtbot)
    main.grab()
    composer.export()
    watched = [
        weakref.ref(one)
        for one in (
            composer,
            *main.findChildren(DossiersPage),
            *main.findChildren(ExportDialog),
            *composer.findChildren(QPdfDocument),
        )
    ]
    assert len(watched) == 4
    # A lock in the middle of a drawing.
    composer.draw()
    del composer, main
    shell.lock()
    qtbot.wait(20)
    gc.collect()
    assert [type(one()).__name__ for one in watched if one() is not None] == []


def test_a_letter_half_written_outlives_a_lock(shell: Shell, tmp_path: Path, qtbot: QtBot) -> None:
    shell.show_book(create_vault(tmp_path / "case", PASSPHRASE, Clock(), recovery=False))
    main = main_of(shell)
    qtbot.waitUntil(main.isVisible)
    person = main.desk.casebook.transact(Act.ADD_PERSON, held).value
    main.make_dossier([person])
    composer = drawn(main, qtbot)
    composer.choice.choose(template="urgent-appeal", audience="government", language_code="ru")
    composer.text.signer.setText("The office of the North")
    opening = next(one for one in composer.text.sections if one.name == "opening")
    opening.editor.setPlainText("Пишем о деле: {name}.")
    next(one for one in composer.text.sections if one.name == "access").tick.setChecked(False)
    wanted = composer.request()
    shell.lock()

    shell.show_book(open_vault(tmp_path / "case.casefile", Way(PASSPHRASE), Clock()))
    main = main_of(shell)
    qtbot.waitUntil(main.isVisible)
    (kept,) = drafts.kept(main.desk.casebook)
    main.open_draft(kept)
    again = the(Composer, main)
    assert again.request() == wanted
    qtbot.waitUntil(lambda: "The office of the North" in again.preview.text(1))
