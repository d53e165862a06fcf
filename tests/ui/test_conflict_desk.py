from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton

from casefile.base.clock import Clock, RecordId
from casefile.casework.acts import Act
from casefile.casework.custody import record_custody
from casefile.casework.record import Value
from casefile.casework.sources import claims_of
from casefile.store.casebook import Casebook
from casefile.store.merging import Arrival
from casefile.ui.conflict_desk import ConflictDesk
from casefile.ui.conflict_view import ConflictView
from casefile.ui.page import Desk
from casefile.ui.widgets.compared_text import ComparedText
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Kept, Said

Clash = Callable[[dict[str, Value], dict[str, Value]], RecordId]


@contextmanager
def other_vault(kept: Kept, folder: Path, book: Casebook) -> Iterator[Casebook]:
    """Somebody else's vault that knows all that this one knows."""
    path = Path(shutil.copytree(kept.path, folder / "other.casefile"))
    vault = Vault.open(path, Identity(kept.secret), Clock())
    first = Casebook(vault, Clock())
    first.set_setting("device", Clock().new_id().hex())
    first.close()
    theirs = Casebook(vault, Clock())
    theirs.set_setting("author", "Bolat")
    take(theirs, book)
    yield theirs
    theirs.close()
    vault.close()


def take(book: Casebook, other: Casebook) -> None:

    log = other.outgoing()
    book.merge([Arrival("another vault", log.acts, log.changes)])


@pytest.fixture
def clash(book: Casebook, kept_vault: Kept, tmp_path: Path) -> Clash:
    """Adds a person whom two people then edited without knowing of each other."""
    count = iter(range(100))

    def made(mine: dict[str, Value], theirs: dict[str, Value]) -> RecordId:
        book.set_setting("author", "Anna")
        name = f"Person {next(count)} Example"
        person = book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name=name)).value
        folder = tmp_path / name
        folder.mkdir()
        with other_vault(kept_vault, folder, book) as other:
            other.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, theirs))
            book.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, mine))
            take(book, other)
        return person

    return made


@pytest.fixture
def shown(desk: Desk, book: Casebook, qtbot: QtBot) -> Iterator[Callable[[], ConflictDesk]]:
    stops = []

    def made() -> ConflictDesk:
        found = ConflictDesk(desk)
        qtbot.addWidget(found)
        found.resize(1100, 800)
        found.show_conflicts(book.conflicts())
        found.show()
        found.activateWindow()
        qtbot.waitUntil(found.isActiveWindow)
        found.take_keyboard()
        stops.append(book.subscribe(found.changed))
        return found

    yield made
    for stop in stops:
        stop()


def press(desk: ConflictDesk, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.window().focusWidget(), key, modifier)


def value(book: Casebook, record: RecordId, field: str) -> Value:
    return book.read(lambda reader: reader.get(record).values[field])


def texts(desk: ConflictDesk) -> str:
    labels = [one.text() for one in desk.findChildren(QLabel) if one.isVisible()]
    return "\n".join(labels + [one.toPlainText() for one in desk.findChildren(ComparedText) if one.isVisible()])


def view(desk: ConflictDesk) -> ConflictView:
    assert desk.view is not None
    return desk.view


def number_of(desk: ConflictDesk, wanted: Value) -> int:
    return next(n for n, side in enumerate(view(desk).case.sides, start=1) if side.value == wanted)


def digit(number: int) -> Qt.Key:
    return Qt.Key(int(Qt.Key.Key_0) + number)


def test_each_value_is_told_with_its_author_its_time_and_its_vault_and_what_stood_before(
    clash: Clash, shown: Callable[[], ConflictDesk], qtbot: QtBot
) -> None:
    clash({"occupation_detail": "Teacher of maths"}, {"occupation_detail": "Teacher of physics"})
    desk = shown()
    qtbot.waitUntil(lambda: "Teacher of maths" in texts(desk))
    told = texts(desk)
    assert "Teacher of physics" in told
    assert "Anna · " in told
    assert "· this vault" in told
    assert "Bolat · " in told
    assert "· another vault" in told
    assert "Before they parted\n(empty)" in told
    assert "0 of 1 decided" in told


def test_by_number_a_value_is_taken_and_the_next_comes_up_by_itself_until_none_is_left(
    clash: Clash, shown: Callable[[], ConflictDesk], book: Casebook
) -> None:
    people = [clash({"occupation_detail": f"mine {n}"}, {"occupation_detail": f"theirs {n}"}) for n in range(3)]
    desk = shown()
    for n, person in enumerate(people):
        assert view(desk).case.conflict.record == person
        press(desk, digit(number_of(desk, f"mine {n}")))
    assert [value(book, person, "occupation_detail") for person in people] == ["mine 0", "mine 1", "mine 2"]
    assert book.conflicts() == []
    assert desk.view is None
    assert book.acts(limit=1)[0].name == Act.RESOLVE_CONFLICT.name


def test_what_an_undo_brings_back_is_shown_again(
    clash: Clash, shown: Callable[[], ConflictDesk], book: Casebook
) -> None:
    first = clash({"occupation_detail": "mine"}, {"occupation_detail": "theirs"})
    clash({"occupation_detail": "mine too"}, {"occupation_detail": "theirs too"})
    desk = shown()
    press(desk, digit(1))
    assert view(desk).case.conflict.record != first
    book.undo()
    assert view(desk).case.conflict.record == first
    assert len(desk.waiting()) == 2
    press(desk, digit(number_of(desk, "theirs")))
    assert value(book, first, "occupation_detail") == "theirs"
    assert len(desk.waiting()) == 1


def test_what_is_left_for_later_comes_again_when_all_others_are_decided(
    clash: Clash, shown: Callable[[], ConflictDesk], book: Casebook
) -> None:
    people = [clash({"occupation_detail": f"mine {n}"}, {"occupation_detail": f"theirs {n}"}) for n in range(3)]
    desk = shown()
    press(desk, Qt.Key.Key_Space)
    assert view(desk).case.conflict.record == people[1]
    press(desk, digit(1))
    press(desk, digit(1))
    assert view(desk).case.conflict.record == people[0]
    assert len(book.conflicts()) == 1


def test_what_is_disputed_keeps_the_shown_value_and_every_one_as_a_claim_with_its_stance(
    clash: Clash, shown: Callable[[], ConflictDesk], book: Casebook
) -> None:
    person = clash({"birth_date": "1990"}, {"birth_date": "1991-05"})
    desk = shown()
    kept = view(desk).case.sides[-1].value
    press(desk, Qt.Key.Key_0)
    assert value(book, person, "birth_date") == kept
    claims = book.read(lambda reader: claims_of(reader, person))
    assert {(one.value, one.stance) for one in claims} == {
        (kept, "shown"),
        ("1990" if kept == "1991-05" else "1991-05", "contradicts"),
    }
    assert book.conflicts() == []


def test_a_value_written_anew_is_read_by_the_editor_of_its_field_and_digits_are_typed(
    clash: Clash, shown: Callable[[], ConflictDesk], book: Casebook, qtbot: QtBot
) -> None:
    person = clash({"birth_date": "1990"}, {"birth_date": "1991-05"})
    desk = shown()
    press(desk, Qt.Key.Key_F2)
    field = view(desk).findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.waitUntil(field.isVisible)
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, "32 December")
    press(desk, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(book.conflicts()) == 1
    field.clear()
    QTest.keyClicks(field, "12 May 1990")
    press(desk, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert value(book, person, "birth_date") == "1990-05-12"
    assert book.conflicts() == []


def test_a_text_is_put_together_from_paragraphs_of_both(
    clash: Clash, shown: Callable[[], ConflictDesk], book: Casebook
) -> None:
    person = clash({"activities": "Taught.\nSpoke at the rally."}, {"activities": "Taught.\nWas at home."})
    desk = shown()
    press(desk, Qt.Key.Key_F3)
    picker = view(desk).picker
    assert picker is not None
    for tick in picker.ticks():
        tick.setChecked(True)
    field = view(desk).findChild(QPlainTextEdit)
    assert isinstance(field, QPlainTextEdit)
    assert set(field.toPlainText().split("\n")) == {"Taught.", "Spoke at the rally.", "Was at home."}
    view(desk).keep_written()
    assert str(value(book, person, "activities")).startswith("Taught.\n")
    assert book.conflicts() == []


def test_a_record_that_one_put_aside_and_another_worked_on_is_kept_or_put_aside(
    clash: Clash, shown: Callable[[], ConflictDesk], book: Casebook, qtbot: QtBot
) -> None:
    person = clash({"occupation_detail": "mine"}, {"archived": 1})
    desk = shown()
    qtbot.waitUntil(lambda: "Keep or put aside" in texts(desk))
    assert "Occupation in words" in texts(desk)
    assert {"Keep it", "Put it aside"} <= {one.text() for one in desk.findChildren(QPushButton)}
    press(desk, Qt.Key.Key_0)
    press(desk, Qt.Key.Key_F2)
    assert len(book.conflicts()) == 1
    press(desk, digit(number_of(desk, 0)))
    assert value(book, person, "archived") == 0
    assert book.conflicts() == []


def test_what_is_sensitive_is_neither_shown_nor_decided_until_somebody_wants_to_see_it(
    clash: Clash, shown: Callable[[], ConflictDesk], book: Casebook, qtbot: QtBot
) -> None:
    clash({"health_details": "asthma"}, {"health_details": "diabetes"})
    desk = shown()
    assert "asthma" not in texts(desk)
    press(desk, digit(1))
    press(desk, Qt.Key.Key_0)
    assert len(book.conflicts()) == 1
    view(desk).unfold()
    qtbot.waitUntil(lambda: "asthma" in texts(desk))
    press(desk, digit(1))
    assert book.conflicts() == []


def test_where_a_person_stands_can_be_taken_from_the_detentions_on_record(
    clash: Clash, shown: Callable[[], ConflictDesk], book: Casebook
) -> None:
    mine: dict[str, Value] = {"whereabouts_status": "missing", "whereabouts_since": "2026-01"}
    theirs: dict[str, Value] = {"whereabouts_status": "abroad", "whereabouts_since": "2026-02"}
    person = clash(mine, theirs)
    values: dict[str, Value] = {"arrested": "2025-06-01"}
    book.transact(Act.RECORD_CUSTODY, partial(_custody, person, values))
    desk = shown()
    assert len(desk.waiting()) == 2
    press(desk, Qt.Key.Key_F4)
    assert value(book, person, "whereabouts_status") == "in_custody"
    assert value(book, person, "whereabouts_since") == "2025-06-01"
    assert book.conflicts() == []


def _custody(person: RecordId, values: dict[str, Value], writer: object) -> None:
    record_custody(writer, person, **values)  # type: ignore[arg-type]  # the writer of a transaction


def test_escape_leads_back_from_writing_and_then_to_the_merges(
    clash: Clash, shown: Callable[[], ConflictDesk], qtbot: QtBot
) -> None:
    clash({"occupation_detail": "mine"}, {"occupation_detail": "theirs"})
    desk = shown()
    press(desk, Qt.Key.Key_F2)
    assert view(desk).busy
    press(desk, Qt.Key.Key_Escape)
    assert not view(desk).busy
    with qtbot.waitSignal(desk.left):
        press(desk, Qt.Key.Key_Escape)


def test_a_record_that_is_gone_takes_its_conflict_with_it(
    clash: Clash, shown: Callable[[], ConflictDesk], book: Casebook, said: Said
) -> None:
    person = clash({"occupation_detail": "mine"}, {"occupation_detail": "theirs"})
    desk = shown()
    book.transact(Act.ERASE_RECORD, lambda writer: writer.erase(person))
    assert desk.view is None
    assert list(desk.waiting()) == []
    assert said.failures == []
