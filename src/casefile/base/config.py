"""Where things are on this machine, and settings that never hold case data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def resources() -> Path:
    """The folder of fonts, vocabularies, rules and translations: inside an installed package, or beside `src`."""
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "resources"


def resource(*parts: str) -> Path:
    """One file or folder under `resources`."""
    return resources().joinpath(*parts)
