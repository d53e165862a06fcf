from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from casefile.ui.widgets.completeness_meter import CompletenessMeter, MeterLine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from casefile.ui.theme import Theme

LINES = (
    MeterLine("Identity", "Full name", "full"),
    MeterLine("Identity", "Nationality", "none", ("Person: Nationalities",)),
    MeterLine("Arrest", "By whom, and why", "partly", ("Detention: Reasons", "Detention: Law")),
)


@pytest.fixture
def meter(theme: Theme, qtbot: QtBot) -> CompletenessMeter:
    made = CompletenessMeter(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def texts(meter: CompletenessMeter) -> list[str]:
    # What is put into a layout appears with the next event.
    QApplication.processEvents()
    return [one.text() for one in meter.findChildren(QLabel) if one.isVisible() and one.text()]


def press(meter: CompletenessMeter, name: str) -> None:
    QApplication.processEvents()
    (found,) = [one for one in meter.findChildren(QAbstractButton) if one.accessibleName() == name and one.isVisible()]
    found.click()


def test_it_says_how_much_is_answered_and_lists_what_is_not(meter: CompletenessMeter) -> None:
    meter.show_lines(LINES, 0.5)
    assert texts(meter)[0] == "1 of 3 questions answered"
    assert meter.bar.value() == 50
    assert meter.missing == 2
    assert "Nationality" in texts(meter)
    assert "Full name" not in texts(meter)


def test_what_is_answered_is_shown_when_asked_for(meter: CompletenessMeter) -> None:
    meter.show_lines(LINES, 0.5)
    press(meter, "Show what is answered too")
    assert "Full name" in texts(meter)


def test_each_gap_leads_to_its_field(meter: CompletenessMeter) -> None:
    wanted: list[tuple[int, int]] = []
    meter.mend.connect(lambda line, gap: wanted.append((line, gap)))
    meter.show_lines(LINES, 0.5)
    press(meter, "Fill in: Detention: Law")
    assert wanted == [(2, 1)]


def test_a_dossier_without_questions_has_no_bar(meter: CompletenessMeter) -> None:
    meter.show_lines((), None, "Nothing is missing")
    assert texts(meter) == ["Nothing is missing"]
    assert not meter.bar.isVisible()
