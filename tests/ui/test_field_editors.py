from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from casefile.base.i18n import LANGUAGES, set_language
from casefile.casework.catalogue import record_types
from casefile.casework.record import Facts, Shape, Value
from casefile.ui.field_editors import Editor, editor
from casefile.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = dt.date(2026, 11, 23)
DATES = (
    "2011", "2011-12", "2011-12-16", "2011-12-16T23:00", "2011-12-16T23:00+06:00", "2012-03-03~", "2011?", "201X",
    "2011-22", "../2011-12-20", "2011-12-17/..", "2011-12-16/2011-12-18", "XXXX", "2011-12-XX",
)  # fmt: skip
COUNTS = ("14", ">=14", ">80", "<=20", "<20", "~300", "10..20", ">>14", ">>", "0")


def made(shape: Shape, qtbot: QtBot, vocabulary: str = "") -> Editor:
    found = editor(
        Facts(label="Field", help="What it means.", shape=shape, vocabulary=vocabulary, unit="minutes"), TODAY
    )
    qtbot.addWidget(found)
    return found


def line(of: Editor) -> QLineEdit:
    found = of.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


@pytest.mark.parametrize(
    ("shape", "vocabulary", "value"),
    [
        (Shape.TEXT, "", "Leila & Co <b>"),
        (Shape.PROSE, "", "One.\n\nTwo."),
        (Shape.TERM, "yes_no", "no"),
        (Shape.TERM, "yes_no", ""),
        (Shape.TERMS, "country", ("kz", "ru")),
        (Shape.TERMS, "country", ()),
        (Shape.TAGS, "", ("a, b", "c")),
        (Shape.INTEGER, "", 12),
        (Shape.INTEGER, "", None),
        (Shape.REAL, "", 51.5),
        *((Shape.DATE, "", value) for value in DATES),
        *((Shape.COUNT, "", value) for value in COUNTS),
    ],
)
@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_what_is_shown_and_not_touched_comes_back_unchanged(
    shape: Shape, vocabulary: str, value: Value, code: str, theme: Theme, qtbot: QtBot
) -> None:
    del theme
    set_language(code)
    shown = made(shape, qtbot, vocabulary)
    shown.set_value(value)
    assert shown.value() == value
    assert shown.problem() == ""


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("16 Dec 2011", "2011-12-16", "16 December 2011"),
        ("mid Dec 2011", "2011-12-11/2011-12-20", "11–20 December 2011"),
        ("yesterday", "2026-11-22", "22 November 2026"),
        ("about 2011", "2011~", "about 2011"),
    ],
)
def test_a_date_is_typed_as_one_says_it_and_the_reading_is_shown(
    typed: str, kept: str, said: str, theme: Theme, qtbot: QtBot
) -> None:
    del theme
    shown = made(Shape.DATE, qtbot)
    qtbot.keyClicks(line(shown), typed)
    assert shown.value() == kept
    if said != typed:
        assert said in [label.text() for label in shown.findChildren(QLabel)]


def test_a_date_that_cannot_be_read_is_kept_as_typed_with_the_reason(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.DATE, qtbot)
    qtbot.keyClicks(line(shown), "31 February 2011")
    assert shown.value() == "31 February 2011"
    assert shown.problem()


def test_what_was_typed_before_a_lock_is_shown_again_as_it_stood(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.DATE, qtbot)
    shown.set_typed("the day after")
    assert line(shown).text() == "the day after"
    assert shown.problem()
    shown.set_typed("2011-12-16")
    assert line(shown).text() == "16 December 2011"
    assert shown.value() == "2011-12-16"


def test_a_count_is_typed_with_its_qualifier(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.COUNT, qtbot)
    qtbot.keyClicks(line(shown), "over 80")
    assert shown.value() == ">80"
    assert "more than 80" in [label.text() for label in shown.findChildren(QLabel)]


@pytest.mark.parametrize(("shape", "typed"), [(Shape.INTEGER, "1.5"), (Shape.REAL, "far")])
def test_a_number_that_is_none_is_refused_in_words(shape: Shape, typed: str, theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(shape, qtbot)
    qtbot.keyClicks(line(shown), typed)
    assert shown.problem()


def test_a_decimal_comma_is_a_decimal_point(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.REAL, qtbot)
    qtbot.keyClicks(line(shown), "51,5")
    assert shown.value() == 51.5


def test_tab_leaves_a_field_of_paragraphs(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.PROSE, qtbot)
    field = shown.findChild(QPlainTextEdit)
    assert isinstance(field, QPlainTextEdit)
    assert field.tabChangesFocus()
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert shown.value() == ""


def test_a_field_of_paragraphs_grows_with_them(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.PROSE, qtbot)
    field = shown.findChild(QPlainTextEdit)
    assert isinstance(field, QPlainTextEdit)
    before = field.height()
    shown.set_value("line\n" * 9)
    assert field.height() > before


def test_the_wheel_never_changes_a_term(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.TERM, qtbot, "yes_no")
    shown.set_value("yes")
    shown.show()
    box = shown.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setFocus()
    turn = QWheelEvent(
        QPointF(5, 5), box.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turn)
    assert shown.value() == "yes"
    assert not turn.isAccepted()


def test_a_term_is_found_by_any_part_of_its_label(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.TERM, qtbot, "country")
    box = shown.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    completer = box.completer()
    assert completer is not None
    completer.setCompletionPrefix("zakhst")
    assert [completer.completionModel().index(0, 0).data()] == ["Kazakhstan"]


def test_a_word_that_is_no_term_is_refused_by_name(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.TERM, qtbot, "yes_no")
    line(shown).setText("perhaps")
    assert shown.value() == "perhaps"
    assert "perhaps" in shown.problem()


def test_a_set_is_built_by_enter_and_taken_apart_by_its_chips(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.TAGS, qtbot)
    for word in ("union", "oil"):
        qtbot.keyClicks(line(shown), word)
        qtbot.keyClick(line(shown), Qt.Key.Key_Return)
    assert shown.value() == ("oil", "union")
    chips = [chip for chip in shown.findChildren(QPushButton) if chip.accessibleName() == "Remove union"]
    chips[-1].click()
    assert shown.value() == ("oil",)
    qtbot.keyClick(line(shown), Qt.Key.Key_Backspace)
    assert shown.value() == ()


def test_terms_are_added_one_after_the_other_by_keyboard_alone(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.TERMS, qtbot, "country")
    shown.show()
    box = shown.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    completer = box.completer()
    assert completer is not None
    offers = completer.popup()
    assert offers is not None
    for typed, expected in (("azakhst", ("kz",)), ("yrgyzst", ("kg", "kz"))):
        qtbot.keyClicks(line(shown), typed)
        qtbot.waitUntil(lambda: offers.isVisible() and offers.currentIndex().isValid())
        qtbot.keyClick(offers, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: line(shown).text() == "")
        assert shown.value() == expected


def test_what_was_typed_into_a_set_and_not_entered_counts_too(theme: Theme, qtbot: QtBot) -> None:
    del theme
    shown = made(Shape.TAGS, qtbot)
    qtbot.keyClicks(line(shown), "oil")
    assert shown.value() == ("oil",)


def test_showing_a_value_is_no_edit_and_typing_is(theme: Theme, qtbot: QtBot) -> None:
    del theme
    for shape, vocabulary, value in ((Shape.TEXT, "", "a"), (Shape.PROSE, "", "a"), (Shape.TERM, "yes_no", "no")):
        shown = made(shape, qtbot, vocabulary)
        with qtbot.assertNotEmitted(shown.edited):
            shown.set_value(value)
        with qtbot.waitSignal(shown.edited):
            qtbot.keyClicks(shown.focusProxy(), "b")


def test_every_field_of_every_kind_has_an_editor_with_a_name(theme: Theme, qtbot: QtBot) -> None:
    del theme
    nameless = []
    seen: set[tuple[Shape, str]] = set()
    for kind, stated in record_types().items():
        for name, facts in stated.facts.items():
            if facts.shape in {Shape.LINK, Shape.FLAG} or (facts.shape, facts.vocabulary) in seen:
                continue
            seen.add((facts.shape, facts.vocabulary))
            shown = editor(facts, TODAY)
            qtbot.addWidget(shown)
            target = shown.focusProxy()
            if target is None or not target.accessibleName():
                nameless.append(f"{kind}.{name}")
    assert nameless == []
