"""The look: colours, type and spacing as tokens, one palette and one style sheet made from them, icons, fonts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from casefile.base.config import resource
from casefile.ui.style_sheet import SHEET


class Tokens(NamedTuple):
    """Every colour of the app; text pairs were measured at 4.5 to 1 or better."""

    background: str
    surface: str
    raised: str
    rail: str
    rail_text: str
    rail_active: str
    rail_selected: str
    rail_mark: str
    line: str
    line_strong: str
    text: str
    secondary: str
    tertiary: str
    accent: str
    on_accent: str
    accent_soft: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    good: str
    good_soft: str

    def colour(self, name: str) -> QColor:
        """One token as a colour."""
        return QColor(getattr(self, name))


LIGHT = Tokens(
    background="#F6F7F9",
    surface="#FFFFFF",
    raised="#FFFFFF",
    rail="#1B2430",
    rail_text="#AEB9C7",
    rail_active="#FFFFFF",
    rail_selected="#2C3A4B",
    rail_mark="#7DB3F0",
    line="#E1E5EA",
    line_strong="#8A95A3",
    text="#17202B",
    secondary="#4A5666",
    tertiary="#647082",
    accent="#1F5FA8",
    on_accent="#FFFFFF",
    accent_soft="#E4EEF9",
    danger="#A8281E",
    danger_soft="#FBE9E7",
    warning="#7A5200",
    warning_soft="#FDF1D8",
    good="#1D6B40",
    good_soft="#E2F3E9",
)
DARK = Tokens(
    background="#12171E",
    surface="#1A212B",
    raised="#212A36",
    rail="#0D1117",
    rail_text="#94A1B2",
    rail_active="#FFFFFF",
    rail_selected="#222E3D",
    rail_mark="#7DB3F0",
    line="#2C3745",
    line_strong="#6E7C8E",
    text="#E8ECF1",
    secondary="#B4BECB",
    tertiary="#93A0B0",
    accent="#7DB3F0",
    on_accent="#0C1A2A",
    accent_soft="#1F3450",
    danger="#F29A90",
    danger_soft="#42211E",
    warning="#EFC56B",
    warning_soft="#3C2F13",
    good="#86D3A7",
    good_soft="#17372A",
)

BODY, SMALL, SECTION, TITLE = 13, 11.5, 16, 22
"""Sizes of type in pixels."""
AS_IT_IS = 100
"""Per cent of the computer's own size."""
ICON = 18
"""Size of an icon in pixels."""

_FAMILY = "Inter"
_OTHER_SCRIPTS = ("CasefileArabic", "CasefileGeorgianSans", "CasefileArmenianSans", "CasefileRest")
"""Families for what Inter has no letters of, in the order in which they are asked."""
_FIRST_FONTS = (("inter", "Inter-Regular.otf"), ("inter", "Inter-SemiBold.otf"))
"""What the first window is written in."""
_FONTS = (
    ("inter", "Inter-Medium.otf"),
    ("inter", "Inter-Bold.otf"),
    ("CasefileArabic-Regular.ttf",),
    ("CasefileArabic-Semibold.ttf",),
    ("CasefileGeorgianSans-Regular.ttf",),
    ("CasefileArmenianSans-Regular.ttf",),
    ("CasefileRest-Regular.ttf",),
)


class Theme:
    """The tokens in force, and what is drawn with them.

    Args:
        dark: Whether to use the dark tokens.
    """

    def __init__(self, *, dark: bool = False) -> None:
        self.dark = dark
        self.tokens = DARK if dark else LIGHT

    def apply(self, app: QApplication, *, all_fonts: bool = True) -> None:
        """Dress the whole application; done once at its start and when the theme is changed.

        Args:
            app: The application.
            all_fonts: Load every font at once; the first window is painted sooner without, see `load_fonts`.
        """
        load_fonts(all_of_them=all_fonts)
        app.setFont(font(BODY))
        app.setPalette(self._palette())
        values = self.tokens._asdict()
        # An arrow that reads on both grounds: Qt takes it from a file, whose colour it cannot change.
        app.setStyleSheet(SHEET.substitute(values, chevron=resource("icons", "combo-arrow.svg").as_posix()))

    def icon(self, name: str, ink: str = "secondary", size: int = ICON) -> QIcon:
        """An icon in the colour of a token."""
        icon = QIcon(self.pixmap(name, ink, size))
        icon.addPixmap(self.pixmap(name, "line_strong", size), QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, ink: str = "secondary", size: int = ICON) -> QPixmap:
        """An icon as a picture in the colour of a token, for painters."""
        return _drawn(name, getattr(self.tokens, ink), size)

    def _palette(self) -> QPalette:
        palette = QPalette()
        colour = self.tokens.colour
        for role, token in (
            (QPalette.ColorRole.Window, "background"),
            (QPalette.ColorRole.Base, "surface"),
            (QPalette.ColorRole.AlternateBase, "background"),
            (QPalette.ColorRole.Button, "raised"),
            (QPalette.ColorRole.WindowText, "text"),
            (QPalette.ColorRole.Text, "text"),
            (QPalette.ColorRole.ButtonText, "text"),
            (QPalette.ColorRole.PlaceholderText, "tertiary"),
            (QPalette.ColorRole.Highlight, "accent"),
            (QPalette.ColorRole.HighlightedText, "on_accent"),
            (QPalette.ColorRole.ToolTipBase, "raised"),
            (QPalette.ColorRole.ToolTipText, "text"),
            (QPalette.ColorRole.Link, "accent"),
        ):
            palette.setColor(role, colour(token))
        return palette


def application(arguments: Sequence[str], size: int = AS_IT_IS) -> QApplication:
    """The application, in the style that the sheet is written for: named here, since to set it later loads QStyle.

    Args:
        arguments: Of the command line.
        size: Per cent of the computer's own size in which everything is shown; Qt takes it at its start alone.
    """
    if size != AS_IT_IS:
        os.environ["QT_SCALE_FACTOR"] = f"{size / 100:.2f}"
    return QApplication([*(arguments[:1] or ["casefile"]), "-style", "Fusion"])


@cache
def load_fonts(*, all_of_them: bool) -> None:
    """Make the fonts that ship with casefile known to Qt: all, or those of the first window; once."""
    if all_of_them:
        load_fonts(all_of_them=False)
    for parts in _FONTS if all_of_them else _FIRST_FONTS:
        QFontDatabase.addApplicationFont(str(resource("fonts", *parts)))


def font(size: float = BODY, *, weight: QFont.Weight = QFont.Weight.Normal, underline: bool = False) -> QFont:
    """The app's type in pixels, with figures of one width."""
    made = QFont()
    # A list, not a substitution: it is asked letter by letter.
    made.setFamilies([_FAMILY, *_OTHER_SCRIPTS])
    made.setPixelSize(round(size))
    made.setWeight(weight)
    made.setUnderline(underline)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, size: int) -> QPixmap:
    drawing = resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    scale = 2
    picture = QPixmap(size * scale, size * scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture
