from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QGuiApplication, QRawFont

from casefile.base.config import resource
from casefile.ui import theme as theme_module
from casefile.ui.style_sheet import SHEET
from casefile.ui.theme import DARK, LIGHT, Theme, Tokens, font

GROUNDS = ("background", "surface", "raised")
PAIRS = [
    *(
        (ink, ground)
        for ink in ("text", "secondary", "tertiary", "accent", "danger", "warning", "good")
        for ground in GROUNDS
    ),
    *((ink, f"{ink}_soft") for ink in ("accent", "danger", "warning", "good")),
    ("on_accent", "accent"),
    ("rail_text", "rail"),
    ("rail_active", "rail_selected"),
    ("secondary", "accent_soft"),
    ("secondary", "line"),
    ("background", "text"),
]


def brightness(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    light, dark = sorted((brightness(first), brightness(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_of_ink_and_ground_can_be_read(tokens: Tokens) -> None:
    faint = {
        (ink, ground): round(found, 2)
        for ink, ground in PAIRS
        if (found := contrast(getattr(tokens, ink), getattr(tokens, ground))) < 4.5
    }
    assert faint == {}


def test_the_style_sheet_leaves_no_token_open(theme: Theme) -> None:
    names = set(re.findall(r"\$(\w+)", SHEET.template))
    assert {name for name in names if not hasattr(theme.tokens, name)} == {"chevron"}


def test_no_two_colours_of_the_sheet_are_written_out() -> None:
    assert re.findall(r"#[0-9A-Fa-f]{6}\b", SHEET.template) == []


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold])
def test_the_bundled_type_is_used_in_each_weight(theme: Theme, weight: QFont.Weight) -> None:
    del theme
    used = QFontInfo(font(13, weight=weight))
    assert used.family().startswith("Inter")
    assert used.weight() == weight


def letters(families: Iterable[str], text: str) -> set[str]:
    faces = []
    for family in families:
        face = QFont(family)
        face.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
        faces.append(QRawFont.fromFont(face))
    return {letter for letter in text if not any(face.supportsCharacter(ord(letter)) for face in faces)}


@pytest.mark.parametrize("text", ["Zhanaozen", "Жаңаөзен қаласы", "ليلى حداد", "თბილისი", "Երևան", "Ўзбекистон"])
def test_names_in_every_script_of_the_region_have_letters(theme: Theme, text: str) -> None:
    del theme
    assert letters(font().families(), text.replace(" ", "")) == set()


def test_figures_stand_in_columns(theme: Theme) -> None:
    del theme
    widths = {QFontMetrics(font()).horizontalAdvance(figure * 10) for figure in "0123456789"}
    assert len(widths) == 1


def test_every_icon_is_drawn_in_the_colour_asked_for(theme: Theme) -> None:
    image = theme.pixmap("lock", "danger", 32).toImage()
    inks = {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {theme.tokens.danger}
    assert QGuiApplication.instance() is not None


def test_every_icon_is_a_drawing_with_a_colour_to_fill_in() -> None:
    drawings = {path.stem: path.read_text(encoding="utf-8") for path in resource("icons").glob("*.svg")}
    assert drawings
    fixed = {name for name, drawing in drawings.items() if "currentColor" not in drawing}
    assert fixed == {"combo-arrow"}


def test_no_icon_lies_there_unused() -> None:
    source = Path(theme_module.__file__).parent.parent
    words = {
        node.value
        for path in [*source.glob("ui/**/*.py"), source / "app.py"]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {path.stem for path in resource("icons").glob("*.svg")} - words - {"combo-arrow"} == set()


@pytest.mark.parametrize(("size", "ratio"), [(100, "1.0"), (150, "1.5"), (200, "2.0")])
def test_everything_is_shown_in_the_size_asked_for(size: int, ratio: str) -> None:
    # Qt takes a size at the start of a process alone.
    code = f"from casefile.ui.theme import application\nprint(application([], {size}).devicePixelRatio())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ratio
