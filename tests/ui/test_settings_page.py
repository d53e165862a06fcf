from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from casefile.base.errors import WrongKeyError
from casefile.store.casebook import Casebook
from casefile.ui.page import Desk
from casefile.ui.preferences import Preferences
from casefile.ui.settings_page import SettingsPage
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

GOOD = "seven brown lamps walk home"


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "casefile.ini")


@pytest.fixture
def page(desk: Desk, preferences: Preferences, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(desk, preferences)
    qtbot.addWidget(made)
    made.resize(1000, 1600)
    made.show()
    return made


def choose(page: SettingsPage, name: str, key: str) -> None:
    box = next(one for one in page.findChildren(QComboBox) if one.accessibleName() == name)
    index = box.findData(key)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def press(page: SettingsPage, text: str) -> None:
    next(one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible()).click()


def texts(page: SettingsPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize(
    ("name", "key", "field"),
    [("Language", "kk", "language"), ("Look", "dark", "look"), ("Lock after a rest of", "20", "lock_minutes")],
)
def test_a_choice_is_kept_and_told(
    name: str, key: str, field: str, page: SettingsPage, preferences: Preferences, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.desk.navigation.preferences_changed):
        choose(page, name, key)
    assert str(getattr(preferences, field)) == key


def test_a_size_is_kept_for_the_next_start_and_said_so(page: SettingsPage, preferences: Preferences) -> None:
    said: list[str] = []
    with patch.object(page.desk.messages, "say", said.append):
        choose(page, "Size of text and all else", "200")
    assert preferences.size == 200
    assert "opened next" in said[0]


def test_whoever_writes_is_named_in_the_history(page: SettingsPage, book: Casebook, said: Any) -> None:
    field = next(one for one in page.findChildren(type(page._old.field)) if one.accessibleName() == "Name or initials")
    field.setText("A. B.")
    field.editingFinished.emit()
    assert book.setting("author") == "A. B."
    assert said.lines == ["Kept."]


def change(page: SettingsPage, old: str, new: str, again: str) -> None:
    page._old.field.setText(old)
    page._new.field.setText(new)
    page._again.field.setText(again)
    press(page, "Change the passphrase")


def test_the_passphrase_is_changed_beside_the_main_thread_and_the_fields_are_emptied(
    page: SettingsPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, said: Any
) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(Vault, "change_passphrase", lambda _vault, old, new: asked.append((old, new)))
    change(page, "old one", GOOD, GOOD)
    qtbot.waitUntil(lambda: bool(said.lines))
    assert asked == [("old one", GOOD)]
    assert (page._old.text(), page._new.text(), page._again.text()) == ("", "", "")


def test_a_wrong_old_passphrase_is_told_at_its_field(
    page: SettingsPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(_vault: Vault, _old: str, _new: str) -> None:
        raise WrongKeyError("The old passphrase is not right.")

    monkeypatch.setattr(Vault, "change_passphrase", refuse)
    change(page, "not it", GOOD, GOOD)
    qtbot.waitUntil(lambda: "The old passphrase is not right." in texts(page))


@pytest.mark.parametrize(
    ("new", "again", "said_of_it"),
    [("12345", "12345", "This could be guessed"), (GOOD, GOOD + "s", "The two are not the same")],
)
def test_a_weak_or_mistyped_new_passphrase_changes_nothing(
    new: str, again: str, said_of_it: str, page: SettingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Vault, "change_passphrase")
    change(page, "old", new, again)
    assert said_of_it in texts(page)


def test_another_recovery_kit_is_shown_once_and_can_be_destroyed(
    page: SettingsPage, vault: Vault, qtbot: QtBot
) -> None:
    before = len(vault.slots())
    press(page, "Make another recovery kit")
    qtbot.waitUntil(lambda: "AGE-SECRET-KEY-" in texts(page))
    assert len(vault.slots()) == before + 1
    press(page, "I have it")
    qtbot.waitUntil(lambda: "AGE-SECRET-KEY-" not in texts(page))
    press(page, "Destroy")
    assert len(vault.slots()) == before


def test_the_vault_is_backed_up_and_checked(page: SettingsPage, vault_path: Path, said: Any, qtbot: QtBot) -> None:
    press(page, "Back up now")
    qtbot.waitUntil(lambda: bool(said.lines) or bool(said.failures))
    assert said.failures == []
    assert any((vault_path / "backups").iterdir())
    press(page, "Check this vault")
    qtbot.waitUntil(lambda: "Everything is sound" in texts(page))


def test_the_page_of_a_vault_open_for_reading_offers_no_change(
    desk: Desk, preferences: Preferences, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.casebook.vault, "read_only", True)
    made = SettingsPage(desk, preferences)
    qtbot.addWidget(made)
    made.show()
    shown = {button.text() for button in made.findChildren(QPushButton) if button.isVisible()}
    assert shown == {"Check this vault"}
