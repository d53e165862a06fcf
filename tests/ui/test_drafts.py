from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from casefile.base.clock import NO_ID, Clock, RecordId
from casefile.store.casebook import Casebook
from casefile.ui import drafts
from casefile.ui.drafts import Draft, DraftKeeper, cursor_in, put_cursor
from casefile.ui.page import Desk
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PLANTED = "HalfTypedNameOfATest"
SOMEBODY = RecordId(bytes(range(16)))
CLOCK = Clock()


def a_draft(name: str = PLANTED) -> Draft:
    typed = {"full_name": name, "language": "kk", "note": "a\nb"}
    return Draft("name", NO_ID, b"", {"person": SOMEBODY}, typed, field="full_name", cursor=3)


def kept(book: Casebook) -> list[Draft]:
    return [one.draft for one in drafts.kept(book)]


class Typist:
    """Stands for a form: what it holds is what is half typed."""

    def __init__(self, desk: Desk, form: QWidget) -> None:
        self.form = form
        self.now: Draft | None = None
        self.keeper = DraftKeeper(desk, lambda: self.now, form)

    def type(self, draft: Draft | None) -> None:
        self.now = draft
        self.keeper.touched()


@pytest.fixture
def typist(desk: Desk, qtbot: QtBot) -> Typist:
    form = QWidget()
    qtbot.addWidget(form)
    return Typist(desk, form)


def test_drafts_come_back_as_they_were_kept_the_last_first(book: Casebook) -> None:
    edited = Draft(
        "person", SOMEBODY, b"version", {}, {"nationalities": ("kz", "ru"), "birthplace": SOMEBODY, "age": "abou"}
    )
    times = iter([1_000, 2_000])
    clock = Clock(lambda: next(times))
    assert (drafts.keep(book, clock, a_draft()), drafts.keep(book, clock, edited)) == (1, 2)
    assert kept(book) == [edited, a_draft()]


def test_a_draft_keeps_its_slot_and_leaves_it_to_the_next_when_it_goes(book: Casebook) -> None:
    first, second = drafts.keep(book, CLOCK, a_draft("A")), drafts.keep(book, CLOCK, a_draft("B"))
    assert drafts.keep(book, CLOCK, a_draft("A and more"), first) == first
    drafts.discard(book, first)
    assert kept(book) == [a_draft("B")]
    assert book.setting("draft 1") == ""
    assert drafts.keep(book, CLOCK, a_draft("C")) == first
    drafts.discard(book, second)
    drafts.discard(book, 7)
    assert kept(book) == [a_draft("C")]


def test_a_field_or_kind_that_is_no_longer_there_is_left_out(book: Casebook) -> None:
    drafts.keep(book, CLOCK, Draft("name", NO_ID, b"", {}, {"full_name": "A", "shoe_size": "43"}))
    drafts.keep(book, CLOCK, Draft("ship", NO_ID, b"", {}, {"full_name": "A"}))
    assert [dict(draft.typed) for draft in kept(book)] == [{"full_name": "A"}]


def test_what_a_quick_entry_asked_is_kept_whatever_it_is_called(book: Casebook) -> None:
    quick = Draft("lawyer_access", NO_ID, b"", {}, {"who": "Aig", "reason": "none"}, entry="lawyer")
    drafts.keep(book, CLOCK, quick)
    assert kept(book) == [quick]


def test_no_file_of_the_vault_holds_a_draft_in_the_clear(book: Casebook, vault: Vault) -> None:
    drafts.keep(book, CLOCK, a_draft())
    files = [path for path in vault.path.rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if PLANTED.encode() in path.read_bytes()] == []


def test_a_search_never_shows_a_draft(book: Casebook) -> None:
    drafts.keep(book, CLOCK, a_draft())
    assert book.search(PLANTED) == []


def test_what_is_typed_is_kept_after_a_pause_without_a_click(typist: Typist, book: Casebook, qtbot: QtBot) -> None:
    typist.type(a_draft("Aig"))
    qtbot.waitUntil(lambda: kept(book) == [a_draft("Aig")])
    typist.type(a_draft("Aigul"))
    qtbot.waitUntil(lambda: kept(book) == [a_draft("Aigul")])
    typist.type(None)
    qtbot.waitUntil(lambda: kept(book) == [])


def test_a_word_of_which_no_signal_told_is_kept_a_little_later(typist: Typist, book: Casebook, qtbot: QtBot) -> None:
    typist.now = a_draft("Aig")
    qtbot.waitUntil(lambda: kept(book) == [a_draft("Aig")])


def test_before_a_lock_the_last_letter_is_kept_at_once(typist: Typist, book: Casebook) -> None:
    typist.type(a_draft("Aigu"))
    typist.keeper.keep_now()
    assert kept(book) == [a_draft("Aigu")]


def test_a_draft_goes_when_its_record_is_saved_and_does_not_come_back(
    typist: Typist, book: Casebook, qtbot: QtBot
) -> None:
    typist.type(a_draft("Aig"))
    qtbot.waitUntil(lambda: kept(book) != [])
    typist.type(a_draft("Aigul"))
    typist.keeper._keep_beside()
    typist.keeper.done()
    typist.keeper.keep_now()
    qtbot.wait(50)
    assert kept(book) == []


def test_what_was_typed_earlier_never_overwrites_what_was_typed_later(book: Casebook) -> None:
    slot = drafts._Slot()
    late, early = slot.turn(), slot.turn()
    slot.write(book, CLOCK, a_draft("new"), early)
    slot.write(book, CLOCK, a_draft("old"), late)
    assert kept(book) == [a_draft("new")]


def test_a_form_that_goes_on_with_a_draft_writes_into_its_slot(typist: Typist, book: Casebook) -> None:
    drafts.keep(book, CLOCK, a_draft("Aig"))
    (one,) = drafts.kept(book)
    typist.keeper.go_on(one)
    typist.now = a_draft("Aigul")
    typist.keeper.keep_now()
    assert kept(book) == [a_draft("Aigul")]


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_the_cursor_goes_back_to_where_it_stood(make: Callable[[], QWidget], qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    fields = {"name": QLineEdit(), "words": make()}
    for field in fields.values():
        column.addWidget(field)
        if isinstance(field, QPlainTextEdit):
            field.setPlainText("half a word")
        elif isinstance(field, QLineEdit):
            field.setText("half a word")
    assert cursor_in(form, {}) == ("", 0)
    put_cursor(fields["words"], 4)
    assert cursor_in(form, fields) == ("words", 4)


_CHILD = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtWidgets import QApplication, QWidget
from casefile.base.clock import Clock
from casefile.store.casebook import Casebook
from casefile.ui import drafts
from casefile.ui.jobs import Jobs
from casefile.ui.messages import Messages
from casefile.ui.page import Desk, Navigation
from casefile.ui.record_form import RecordForm
from casefile.ui.theme import Theme
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

app = QApplication([])
vault = Vault.open(Path(sys.argv[1]), Identity(sys.stdin.readline().strip()), Clock())
book = Casebook(vault, Clock())
window = QWidget()
desk = Desk(book, Clock(), Jobs(), Theme(), Messages(window), Navigation(window))
form = RecordForm(desk, "person")
form.show()
form.fields.rows["shown_name"].editor.field.insert("Aigul Ser")
while not drafts.kept(book):
    app.processEvents()
    time.sleep(0.02)
print("kept", flush=True)
while True:
    time.sleep(1)
"""


@pytest.mark.timeout(90)
def test_a_killed_process_leaves_the_sentence_in_the_vault(vault_path: Path, secret: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(vault_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(secret + "\n")
    child.stdin.flush()
    try:
        assert child.stdout.readline() == "kept\n"
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        child.stdin.close()
        child.stdout.close()
    vault = Vault.open(vault_path, Identity(secret), Clock())
    book = Casebook(vault, Clock())
    (draft,) = kept(book)
    assert (draft.kind, dict(draft.typed), draft.field, draft.cursor) == (
        "person",
        {"shown_name": "Aigul Ser"},
        "shown_name",
        9,
    )
    book.close()
    vault.close()
