"""What this computer remembers for its user: never case data, only how the app looks and where vaults lie."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from casefile.base.i18n import SCREEN_LANGUAGES
from casefile.ui.theme import AS_IT_IS

Look = Literal["system", "light", "dark"]

_MOST_RECENT = 6
_LOCK_MINUTES = 10
LOCK_CHOICES = (2, 5, 10, 20, 60)
"""Minutes of rest after which the vault locks itself; never is no choice."""
SIZES = (AS_IT_IS, 125, 150, 175, 200)
"""Per cent of the computer's own size in which everything is shown."""


class Preferences:
    """Settings in one small file.

    Args:
        path: The file; made when something is first kept.
    """

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @staticmethod
    def usual_path() -> Path:
        """Where this account keeps settings."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
        return Path(folder) / "casefile.ini"

    def recent(self) -> list[Path]:
        """The vaults opened last, the newest first, that are still there."""
        kept = self._settings.value("vaults/recent", [])
        listed = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
        return [path for text in listed if (path := Path(str(text))).is_dir()]

    def remember(self, vault: Path) -> None:
        """Put a vault at the head of those opened last."""
        paths = [vault.absolute(), *(path for path in self.recent() if path != vault.absolute())]
        self._settings.setValue("vaults/recent", [str(path) for path in paths[:_MOST_RECENT]])

    def forget(self, vault: Path) -> None:
        """Take a vault off the list; the vault itself stays."""
        self._settings.setValue("vaults/recent", [str(path) for path in self.recent() if path != vault])

    @property
    def language(self) -> str:
        """ISO 639-1 code of the language chosen; empty for the account's own."""
        code = self._text("look/language")
        return code if code in SCREEN_LANGUAGES else ""

    @language.setter
    def language(self, code: str) -> None:
        self._settings.setValue("look/language", code)

    @property
    def look(self) -> Look:
        """Light, dark, or as the system is."""
        chosen = self._text("look/theme")
        return "light" if chosen == "light" else "dark" if chosen == "dark" else "system"

    @look.setter
    def look(self, chosen: Look) -> None:
        self._settings.setValue("look/theme", chosen)

    @property
    def lock_minutes(self) -> int:
        """Minutes of rest after which the vault locks itself."""
        kept = self._text("lock/minutes")
        return int(kept) if kept.isdecimal() and int(kept) in LOCK_CHOICES else _LOCK_MINUTES

    @lock_minutes.setter
    def lock_minutes(self, minutes: int) -> None:
        self._settings.setValue("lock/minutes", str(minutes))

    @property
    def size(self) -> int:
        """Per cent of the computer's own size in which everything is shown, from the next start on."""
        kept = self._text("look/size")
        return int(kept) if kept.isdecimal() and int(kept) in SIZES else AS_IT_IS

    @size.setter
    def size(self, per_cent: int) -> None:
        self._settings.setValue("look/size", str(per_cent))

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window."""
        kept = self._settings.value("look/geometry")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("look/geometry", geometry)

    def _text(self, name: str) -> str:
        return str(self._settings.value(name, "") or "")
