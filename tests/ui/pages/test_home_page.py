from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from casefile.base.clock import NO_ID, Clock, RecordId
from casefile.base.i18n import language, set_language
from casefile.store.casebook import Casebook
from casefile.ui import drafts
from casefile.ui.drafts import Draft
from casefile.ui.page import Desk
from casefile.ui.pages.home_page import HomePage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Kept, Said

Add = Callable[..., RecordId]


@pytest.fixture
def vault_path(kept_vault: Kept, tmp_path: Path) -> Path:
    """An empty book: what is due in the demonstration depends on the day."""
    return Path(shutil.copytree(kept_vault.path, tmp_path / kept_vault.path.name))


def day(desk: Desk, days: int) -> str:
    return (desk.today() + dt.timedelta(days=days)).isoformat()


def found(page: HomePage) -> list[QWidget]:
    """The cards that tell what was found; Qt shows them a moment after they were put there."""
    items = [page._found.itemAt(number) for number in range(page._found.count())]
    widgets = [item.widget() for item in items if item is not None]
    return [widget for widget in widgets if widget is not None]


@pytest.fixture
def home(desk: Desk, qtbot: QtBot) -> Callable[[], HomePage]:
    def made() -> HomePage:
        page = HomePage(desk)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page.today is not None and all(one.isVisible() for one in found(page)))
        return page

    return made


def texts(page: HomePage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def press(page: HomePage, name: str) -> None:
    (found,) = [one for one in page.findChildren(QPushButton) if one.accessibleName().startswith(name)]
    found.click()


def test_an_empty_book_says_how_to_begin(home: Callable[[], HomePage], desk: Desk, qtbot: QtBot) -> None:
    page = home()
    assert "Begin with a person or an event" in texts(page)
    with qtbot.waitSignal(desk.navigation.quick_add) as asked:
        press(page, "Add the first person")
    assert asked.args == ["person"]


def test_every_quick_action_is_a_button_with_its_keys(home: Callable[[], HomePage], desk: Desk, qtbot: QtBot) -> None:
    page = home()
    with qtbot.waitSignal(desk.navigation.quick_add) as asked:
        press(page, "Lawyer refused")
    assert asked.args == ["lawyer_refused"]


def test_a_breached_limit_names_person_rule_and_since_when_and_leads_to_its_record(
    home: Callable[[], HomePage], add: Add, said: Said
) -> None:
    person = add("person", shown_name="Zhanar Primerova", birth_date="1980")
    place = add("place", shown_name="Station", country="kz")
    custody = add(
        "custody",
        person=person,
        arrested="2026-05-01",
        custody_kind="criminal",
        taken_to=place,
        arrested_by=add("organisation", shown_name="Police"),
    )
    add("safeguard", custody=custody, safeguard_kind="judge", given_at="2026-05-09")
    page = home()
    assert "International Covenant" in texts(page)
    press(page, "Zhanar Primerova")
    assert said.opened == [("custody", custody)]
    assert page.today is not None
    assert [(line.name, line.tone, line.chip) for line in page.today.limits] == [
        ("Zhanar Primerova", "danger", "Breached since 3 May 2026")
    ]


def test_hearings_replies_consents_and_tasks_of_the_days_ahead_are_listed(
    home: Callable[[], HomePage], desk: Desk, add: Add
) -> None:
    person = add("person", shown_name="Zhanar Primerova")
    case = add("proceeding", person=person, proceeding_kind="criminal")
    add("hearing", proceeding=case, held_on=day(desk, 3))
    add("hearing", proceeding=case, held_on=day(desk, 20))
    add("consent", person=person, expires_on=day(desk, 20))
    add("task", title="Call the prison", due_on=day(desk, -2), about=person)
    add("letter", title="Appeal", about=person, reply_due=day(desk, 5))
    today = home().today
    assert today is not None
    assert [line.kind for line in today.due] == ["task", "hearing", "letter", "consent"]
    assert (today.due[0].name, today.due[0].text, today.due[0].tone) == (
        "Zhanar Primerova",
        "Call the prison",
        "danger",
    )


def test_a_card_that_lacks_what_every_form_asks_is_listed_with_what_is_missing(
    home: Callable[[], HomePage], add: Add, said: Said
) -> None:
    person = add("person", shown_name="Zhanar Primerova")
    custody = add("custody", person=person, taken_to=add("place", shown_name="Station"))
    page = home()
    assert page.today is not None
    (line,) = page.today.unfinished
    assert "Arrested" in line.text
    press(page, "Zhanar Primerova")
    assert said.opened == [("custody", custody)]


def test_drafts_are_listed_gone_on_with_and_thrown_away(
    home: Callable[[], HomePage], desk: Desk, book: Casebook, qtbot: QtBot
) -> None:
    drafts.keep(book, Clock(), Draft("event", NO_ID, b"", {}, {"title": "Half a titl"}))
    page = home()
    assert "Event: Half a titl" in texts(page)
    with qtbot.waitSignal(desk.navigation.open_draft) as asked:
        press(page, "Go on: Event")
    assert asked.args == drafts.kept(book)
    press(page, "Throw away: Event")
    assert drafts.kept(book) == []
    assert "Half a titl" not in texts(page)


def test_the_last_backup_is_told_and_its_lack_warned_of(home: Callable[[], HomePage], book: Casebook) -> None:
    assert "No backup of this vault was made yet." in texts(home())
    book.vault.back_up("by hand")
    assert "Last backup: " in texts(home())


def test_more_than_the_first_lines_of_a_card_are_counted_and_one_press_shows_them(
    home: Callable[[], HomePage], desk: Desk, add: Add, qtbot: QtBot
) -> None:
    add("person", shown_name="Zhanar Primerova")
    for number in range(11):
        add("task", title=f"Call number {number}", due_on=day(desk, number % 3 + 1))
    page = home()
    page.activateWindow()
    assert page.today is not None
    assert (len(page.today.due), page.today.more_due) == (8, 3)
    press(page, "Hearings, replies, consents and tasks: 3 more dates")
    qtbot.waitUntil(
        lambda: page.today is not None and len(page.today.due) == 11 and all(map(QWidget.isVisible, found(page)))
    )
    assert page.today.more_due == 0
    lines = [one for one in page.findChildren(QPushButton) if one.accessibleName().startswith("Call number")]
    assert len(lines) == 11
    assert page.focusWidget() is lines[8]


def test_the_page_is_never_wider_than_a_small_window_in_the_longest_words(
    home: Callable[[], HomePage], qtbot: QtBot
) -> None:
    before = language().code
    set_language("ru")
    try:
        page = home()
    finally:
        set_language(before)
    page.resize(960, 600)
    area = page.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    body = area.widget()
    assert body is not None
    qtbot.waitUntil(lambda: body.width() <= area.viewport().width())
