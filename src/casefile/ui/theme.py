"""The look: colours, type and spacing as tokens, one palette and one style sheet made from them, icons, fonts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from string import Template

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from casefile.base.config import resource


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of the app; text pairs were measured at 4.5 to 1 or better."""

    background: str
    surface: str
    raised: str
    rail: str
    rail_text: str
    rail_active: str
    rail_selected: str
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
ICON = 18
"""Size of an icon in pixels."""

_FAMILY = "Inter"
_FALLBACK = "Casefile Arabic"
_FONTS = (
    ("fonts", "inter", "Inter-Regular.otf"),
    ("fonts", "inter", "Inter-Medium.otf"),
    ("fonts", "inter", "Inter-SemiBold.otf"),
    ("fonts", "inter", "Inter-Bold.otf"),
    ("fonts", "CasefileArabic-Regular.ttf"),
    ("fonts", "CasefileArabic-Semibold.ttf"),
)

_SHEET = Template("""
* { font-family: "$family"; font-size: 13px; }
QWidget { color: $text; }
QMainWindow, QDialog, QWidget#page, QWidget#pageBody, QStackedWidget { background: $background; }
QToolTip { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px 8px; }
QLabel[role="title"] { font-size: 22px; font-weight: 600; }
QLabel[role="section"] { font-size: 16px; font-weight: 600; }
QLabel[role="label"] { color: $secondary; }
QLabel[role="small"] { font-size: 11.5px; color: $tertiary; }
QLabel[role="secondary"] { color: $secondary; }
QLabel[role="problem"] { color: $danger; font-size: 11.5px; }
QLabel[role="reading"] { color: $secondary; font-size: 11.5px; }
QFrame#card { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame#banner { background: $warning_soft; border-radius: 8px; }
QFrame#banner QLabel { color: $warning; }
QWidget#rail { background: $rail; }
QWidget#rail QLabel { color: $rail_active; font-weight: 600; font-size: 15px; }
QWidget#rail QToolButton { color: $rail_text; background: transparent; border: 1px solid transparent;
    border-radius: 8px; padding: 9px 12px; text-align: left; }
QWidget#rail QToolButton:hover { color: $rail_active; }
QWidget#rail QToolButton:focus { border: 1px solid $rail_text; }
QWidget#rail QToolButton:checked { color: $rail_active; background: $rail_selected; }
QWidget#list { background: $surface; border-right: 1px solid $line; border-left: 1px solid $line; }
QListView { background: $surface; border: none; outline: none; }
QListView:focus { border: none; }
QPushButton { background: $raised; color: $text; border: 1px solid $line_strong; border-radius: 8px;
    padding: 7px 14px; min-height: 18px; }
QPushButton:hover { border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 6px 13px; }
QPushButton:disabled { color: $tertiary; border-color: $line; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="danger"] { color: $danger; }
QPushButton[role="chip"] { border: 1px solid $line; border-radius: 14px; padding: 4px 10px; min-height: 18px;
    background: $surface; color: $text; }
QPushButton[role="chip"]:checked { background: $accent_soft; border-color: $accent; color: $accent; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: 3px 9px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $accent_soft; }
QToolButton:focus { border: 1px solid $accent; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDoubleSpinBox { background: $surface; color: $text;
    border: 1px solid $line_strong; border-radius: 8px; padding: 6px 9px; min-height: 18px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid $accent; padding: 5px 8px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 2px solid $danger; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $line_strong;
    selection-background-color: $accent_soft; selection-color: $text; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $secondary; padding: 9px 2px; margin-right: 20px;
    border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#pageBody { background: $background; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $line_strong; border-radius: 5px; min-height: 32px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $line_strong; border-radius: 5px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none;
    width: 0; height: 0; }
QTableView { background: $surface; alternate-background-color: $background; border: 1px solid $line;
    gridline-color: $line; selection-background-color: $accent_soft; selection-color: $text; }
QHeaderView::section { background: $surface; color: $tertiary; border: none; border-bottom: 1px solid $line;
    padding: 6px 8px; font-size: 11.5px; }
QStatusBar, QWidget#status { background: $surface; border-top: 1px solid $line; }
QWidget#status QLabel { color: $secondary; font-size: 11.5px; }
QFrame#toast { background: $text; border-radius: 8px; }
QFrame#toast QLabel { color: $background; }
QFrame#toast QPushButton { background: transparent; color: $background; border: 1px solid $background; }
QMenu { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QProgressBar { border: 1px solid $line; border-radius: 6px; background: $surface; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 5px; }
QCheckBox { spacing: 8px; }
""")


class Theme:
    """The tokens in force, and what is drawn with them.

    Args:
        dark: Whether to use the dark tokens.
    """

    def __init__(self, *, dark: bool = False) -> None:
        self.dark = dark
        self.tokens = DARK if dark else LIGHT

    def apply(self, app: QApplication) -> None:
        """Dress the whole application; done once at its start and when the theme is changed."""
        load_fonts()
        style = QStyleFactory.create("Fusion")
        if style is not None:
            app.setStyle(style)
        app.setFont(font(BODY))
        app.setPalette(self._palette())
        values = {token.name: getattr(self.tokens, token.name) for token in fields(self.tokens)}
        app.setStyleSheet(_SHEET.substitute(values, family=_FAMILY))

    def icon(self, name: str, ink: str = "secondary", size: int = ICON) -> QIcon:
        """An icon in the colour of a token; for a button that can be checked, white when it is."""
        icon = QIcon(_drawn(name, getattr(self.tokens, ink), size))
        if ink == "rail_text":
            icon.addPixmap(_drawn(name, self.tokens.rail_active, size), QIcon.Mode.Normal, QIcon.State.On)
        return icon

    def pixmap(self, name: str, token: str, size: int = ICON) -> QPixmap:
        """An icon as a picture, for painters."""
        return _drawn(name, getattr(self.tokens, token), size)

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


def load_fonts() -> None:
    """Make the fonts that ship with casefile known to Qt; a second call does nothing."""
    if _FAMILY in QFontDatabase.families() and _FALLBACK in QFontDatabase.families():
        return
    for parts in _FONTS:
        QFontDatabase.addApplicationFont(str(resource(*parts)))
    QFont.insertSubstitutions(_FAMILY, [_FALLBACK, "Noto Sans", "DejaVu Sans"])


def font(size: float = BODY, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The app's type in pixels, with figures of one width."""
    made = QFont(_FAMILY)
    made.setPixelSize(round(size))
    made.setWeight(weight)
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
