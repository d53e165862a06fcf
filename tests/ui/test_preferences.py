from __future__ import annotations

from pathlib import Path

import pytest

from casefile.ui.preferences import Preferences


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "casefile.ini"


def vaults(folder: Path, *names: str) -> list[Path]:
    made = [folder / f"{name}.casefile" for name in names]
    for path in made:
        path.mkdir()
    return made


def test_what_was_never_set_has_a_sensible_value(path: Path) -> None:
    kept = Preferences(path)
    assert (kept.language, kept.look, kept.lock_minutes, kept.size, kept.recent()) == ("", "system", 10, 100, [])
    assert kept.geometry.isEmpty()


def test_settings_are_there_the_next_time(path: Path) -> None:
    first = Preferences(path)
    first.language, first.look, first.lock_minutes, first.size = "kk", "dark", 20, 150
    second = Preferences(path)
    assert (second.language, second.look, second.lock_minutes, second.size) == ("kk", "dark", 20, 150)


def test_the_vault_opened_last_comes_first_and_none_comes_twice(path: Path, tmp_path: Path) -> None:
    one, two = vaults(tmp_path, "one", "two")
    kept = Preferences(path)
    for vault in (one, two, one):
        kept.remember(vault)
    assert Preferences(path).recent() == [one, two]


def test_a_single_vault_is_remembered_as_well(path: Path, tmp_path: Path) -> None:
    (one,) = vaults(tmp_path, "one")
    Preferences(path).remember(one)
    assert Preferences(path).recent() == [one]


def test_a_vault_that_is_gone_is_not_offered(path: Path, tmp_path: Path) -> None:
    one, two = vaults(tmp_path, "one", "two")
    kept = Preferences(path)
    kept.remember(one)
    kept.remember(two)
    two.rmdir()
    assert kept.recent() == [one]
    kept.forget(one)
    assert kept.recent() == []


def test_the_list_of_vaults_does_not_grow_for_ever(path: Path, tmp_path: Path) -> None:
    kept = Preferences(path)
    for vault in vaults(tmp_path, *(f"v{number}" for number in range(9))):
        kept.remember(vault)
    assert len(kept.recent()) == 6


@pytest.mark.parametrize(
    ("name", "value"), [("look/language", "xx"), ("look/theme", "pink"), ("lock/minutes", "0"), ("look/size", "1000")]
)
def test_nonsense_in_the_file_is_not_believed(path: Path, name: str, value: str) -> None:
    kept = Preferences(path)
    kept._settings.setValue(name, value)
    again = Preferences(path)
    assert (again.language, again.look, again.lock_minutes, again.size) == ("", "system", 10, 100)
