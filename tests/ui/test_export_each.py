from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.dossier import batch, signing
from casefile.store.casebook import Casebook
from casefile.ui.composer import Composer
from casefile.ui.export_each import EachDialog
from casefile.ui.page import Desk
from casefile.ui.record_table import RecordList

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    Add = Callable[..., RecordId]


@pytest.fixture
def people(add: Add) -> list[RecordId]:
    return [add("person", shown_name=name) for name in ("Жанар Примерова", "Askar Invented", "Мирас Учебный")]


@pytest.fixture
def composer(desk: Desk, people: list[RecordId], qtbot: QtBot) -> Composer:
    made = Composer(desk)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    made.compose_each(people)
    qtbot.waitUntil(lambda: made.make_button.isEnabled() and made.preview.pages > 0)
    return made


@pytest.fixture
def dialog(composer: Composer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EachDialog:
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(EachDialog, "ask_folder", lambda _self: out)
    monkeypatch.setattr(EachDialog, "ask_file", lambda _self, name: out / name)
    composer.export()
    found = composer.findChild(EachDialog)
    assert isinstance(found, EachDialog)
    return found


def told(dialog: EachDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.account is not None)


def test_a_file_for_each_is_written_and_told_in_an_account_that_can_be_saved(
    dialog: EachDialog, book: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.addressee.setText("The prosecutor")
    dialog.reply_due.setText("1 Mar 2027")
    dialog.go_on()
    told(dialog, qtbot)
    pdfs = sorted((tmp_path / "out").glob("*.pdf"))
    assert len(pdfs) == 3
    assert all(signing.verify(one).good for one in pdfs)
    letters = book.read(lambda reader: reader.of("letter"))
    assert [(one.text("addressee"), one.text("reply_due")) for one in letters] == [("The prosecutor", "2027-03-01")] * 3
    account = tmp_path / "account.json"
    dialog.write_account(account)
    qtbot.waitUntil(account.exists)
    assert json.loads(account.read_text(encoding="utf-8"))["made"] == 3


def test_who_is_refused_stands_first_with_the_reason(
    dialog: EachDialog, book: Casebook, people: list[RecordId], qtbot: QtBot
) -> None:
    book.transact(Act.ARCHIVE_RECORDS, lambda writer: writer.archive(people[1]))
    dialog.go_on()
    told(dialog, qtbot)
    rows = dialog.findChild(RecordList)
    assert isinstance(rows, RecordList)
    first = dialog._rows([people[1]])[0]
    assert (first.chip, first.tone, first.detail) == (
        "Refused",
        "danger",
        "This record was put aside. Bring it back first.",
    )
    assert rows.current() == people[1]
    assert dialog.account is not None
    assert dialog.account.sentence() == "Asked for 3, made 2, refused 1."


def test_all_of_them_go_into_one_file_behind_one_passphrase(dialog: EachDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.one_file.setChecked(True)
    for field in (dialog.passphrase, dialog.again):
        field.field.setText("orchard lantern")
    dialog.go_on()
    told(dialog, qtbot)
    (pdf,) = (tmp_path / "out").glob("*.pdf")
    with pikepdf.open(pdf, password="orchard lantern") as file:
        assert len(file.pages) == 3
    assert dialog.passphrase.text() == ""


@pytest.mark.parametrize(("due", "first", "second"), [("32 December", "", ""), ("", "short", "short"), ("", "", "one")])
def test_what_cannot_be_read_or_is_too_short_begins_nothing(
    dialog: EachDialog, tmp_path: Path, due: str, first: str, second: str
) -> None:
    dialog.reply_due.setText(due)
    dialog.passphrase.field.setText(first)
    dialog.again.field.setText(second)
    dialog.go_on()
    assert dialog._job is None
    assert list((tmp_path / "out").iterdir()) == []


def test_escape_stops_after_the_one_under_way_and_shows_the_account(
    dialog: EachDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = batch._one

    def stopped(*arguments: object) -> object:
        dialog._stop.set()
        return one(*arguments)  # type: ignore[arg-type] # handed on as they came

    monkeypatch.setattr(batch, "_one", stopped)
    dialog.go_on()
    dialog.reject()
    assert dialog.isVisible()
    told(dialog, qtbot)
    assert dialog.account is not None
    assert (len(dialog.account.made), len(dialog.account.refused)) in {(0, 0), (1, 0)}
    assert len(dialog.account.not_reached) >= 2


def test_the_strip_turns_to_the_next_and_somebody_else_ends_it(
    composer: Composer, people: list[RecordId], add: Add
) -> None:
    composer.each.forward.click()
    assert composer.choice.about.records() == (people[1],)
    assert not composer.each.isHidden()
    composer.each.back.click()
    composer.each.back.click()
    assert composer.choice.about.records() == (people[2],)
    composer.choice.about._add(add("person", shown_name="Somebody else"))
    assert composer.each.isHidden()
    assert composer.each.records == ()


def test_closing_the_account_leads_back_to_the_letters(dialog: EachDialog, composer: Composer, qtbot: QtBot) -> None:
    dialog.go_on()
    told(dialog, qtbot)
    with qtbot.waitSignal(composer.made_each):
        dialog.accept()
