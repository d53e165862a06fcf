from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casefile.base import config
from casefile.base.config import resource, resources


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    resources.cache_clear()
    yield
    resources.cache_clear()


def test_resources_lie_beside_the_source_in_a_checkout() -> None:
    assert resources().is_dir()
    assert (resources() / "fonts").is_dir()


def test_resources_lie_inside_an_installed_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "casefile" / "resources").mkdir(parents=True)
    monkeypatch.setattr(config, "_PACKAGE", tmp_path / "casefile")
    assert resources() == tmp_path / "casefile" / "resources"


def test_one_resource_is_named_by_its_folders() -> None:
    assert resource("vocabulary", "sex.toml") == resources() / "vocabulary" / "sex.toml"
