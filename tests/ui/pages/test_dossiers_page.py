from __future__ import annotations

import datetime as dt
import gc
import weakref
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtPdf import QPdfDocument

from casefile.base.clock import RecordId
from casefile.ui.composer import Composer
from casefile.ui.page import Desk
from casefile.ui.pages.dossiers_page import DossiersPage
from casefile.ui.pages.letter_view import LetterView
from casefile.ui.widgets.chips import FilterChips
from casefile.ui.widgets.pdf_preview import PdfPreview
from ui.pages.conftest import bury
from ui.pages.on_screen import pane_of, rows, shown, titles

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.conftest import Said
    from ui.pages.conftest import Find, Nameless, Texts

    Add = Callable[..., RecordId]


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[DossiersPage]:
    """The page as the frame keeps it: it hears of every act."""
    made = DossiersPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    stop = desk.casebook.subscribe(made.changed)
    yield made
    stop()


def composer_of(page: DossiersPage) -> Composer:
    assert page.composer is not None
    return page.composer


def drawn(page: DossiersPage, qtbot: QtBot) -> Composer:
    """The composer, once its pages are shown."""
    composer = composer_of(page)
    qtbot.waitUntil(lambda: composer.make_button.isEnabled() and composer.preview.pages > 0)
    return composer


def day(desk: Desk, days: int) -> str:
    return (desk.today() + dt.timedelta(days=days)).isoformat()


def test_letters_stand_in_the_list_with_whom_they_went_to_and_how_they_stand(
    page: DossiersPage, desk: Desk, add: Add
) -> None:
    add("letter", title="Late one", addressee="The prosecutor", date=day(desk, -60), reply_due=day(desk, -3))
    answered = add("letter", title="Answered one", date=day(desk, -60), reply_due=day(desk, -3))
    add("reply", letter=answered, received_on=day(desk, -10))
    add("letter", title="No answer owed", date=day(desk, -1))
    by_title = {row.title: row for row in rows(page)}
    assert by_title["Late one"].chip == "Overdue by 3 days"
    assert by_title["Late one"].tone == "danger"
    assert by_title["Late one"].detail == "To: The prosecutor"
    assert by_title["Answered one"].chip == "Answered"
    assert by_title["No answer owed"].chip == "No reply owed"


def test_a_chip_leaves_only_the_letters_in_that_state(page: DossiersPage, desk: Desk, add: Add) -> None:
    add("letter", title="Late one", reply_due=day(desk, -3))
    add("letter", title="No answer owed")
    chips = page.findChild(FilterChips)
    assert isinstance(chips, FilterChips)
    chips.choose("overdue")
    chips.picked.emit("overdue")
    assert titles(page) == ["Late one"]


def test_a_letter_opens_with_its_facts_and_asks_for_its_reply(
    page: DossiersPage, desk: Desk, add: Add, find: Find, said: Said, texts: Texts
) -> None:
    person = find("Aigerim Qiyalova")
    letter = add("letter", title="Late one", about=person, reply_due=day(desk, -3))
    page.show_record("letter", letter)
    assert shown(page) == letter
    assert any("3 days ago" in one for one in texts(page))
    assert "About: Aigerim Qiyalova" in texts(page)
    view = page.findChild(LetterView)
    assert isinstance(view, LetterView)
    view.record_reply()
    (asked,) = said.forms
    assert (asked.kind, asked.given["letter"]) == ("reply", letter)


def test_a_reply_takes_the_letter_off_the_overdue(page: DossiersPage, desk: Desk, add: Add) -> None:
    letter = add("letter", title="Late one", reply_due=day(desk, -3))
    page.show_record("letter", letter)
    add("reply", letter=letter, received_on=day(desk, 0))
    assert next(row for row in rows(page) if row.title == "Late one").chip == "Answered"


def test_a_file_is_checked_against_the_letter(page: DossiersPage, add: Add, tmp_path: Path) -> None:
    letter = add("letter", title="One", sha256="0" * 64)
    page.show_record("letter", letter)
    (tmp_path / "other.pdf").write_bytes(b"something else")
    view = page.findChild(LetterView)
    assert isinstance(view, LetterView)
    assert view.verdict_on(tmp_path / "other.pdf") == "This file is not the one of this letter."
    assert view.verdict_on(tmp_path / "nowhere.pdf").startswith("The file cannot be read")


def test_a_dossier_begins_about_the_record_it_was_asked_for(page: DossiersPage, find: Find, qtbot: QtBot) -> None:
    person = find("Aigerim Qiyalova")
    page.make_about([person])
    composer = drawn(page, qtbot)
    assert composer.choice.about.records() == (person,)
    assert "Aigerim Qiyalova" in composer.preview.text(1)
    assert not pane_of(page).isVisible()


def test_what_is_being_written_is_there_again_after_a_look_at_the_letters(
    page: DossiersPage, find: Find, qtbot: QtBot
) -> None:
    page.make_about([find("Aigerim Qiyalova")])
    drawn(page, qtbot).text.signer.setText("The office")
    page.leave_composer()
    assert pane_of(page).isVisible()
    page.add()
    assert composer_of(page).text.signer.text() == "The office"


def test_every_control_has_a_name(
    page: DossiersPage, desk: Desk, add: Add, find: Find, nameless: Nameless, qtbot: QtBot
) -> None:
    page.show_record("letter", add("letter", title="One", reply_due=day(desk, -3)))
    assert nameless(page) == []
    page.make_about([find("Aigerim Qiyalova")])
    composer = drawn(page, qtbot)
    for section in composer.text.sections:
        section.open_editor()
    assert [one for one in nameless(page) if "Menu" not in one] == []


def test_the_pages_leave_nothing_behind(desk: Desk, find: Find, qtbot: QtBot) -> None:
    made = DossiersPage(desk)
    made.resize(1200, 760)
    made.show()
    made.make_about([find("Aigerim Qiyalova")])
    composer = drawn(made, qtbot)
    made.grab()
    watched = [
        weakref.ref(one)
        for one in (made, composer, *composer.findChildren(PdfPreview), *composer.findChildren(QPdfDocument))
    ]
    assert len(watched) == 4
    desk.jobs.close()
    made.close()
    made.deleteLater()
    del made, composer
    bury()
    gc.collect()
    assert [type(one()).__name__ for one in watched if one() is not None] == []


def test_one_for_each_of_several_is_begun_with_the_first_of_them(page: DossiersPage, add: Add, qtbot: QtBot) -> None:
    people = [add("person", shown_name=name) for name in ("Жанар Примерова", "Askar Invented")]
    page.make_for_each(people)
    composer = drawn(page, qtbot)
    assert composer.choice.about.records() == (people[0],)
    assert composer.each.records == tuple(people)
    page.make_about([people[1]])
    assert composer.each.isHidden()
