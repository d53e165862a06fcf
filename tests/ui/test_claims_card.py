"""What sources say stands side by side in words, and one value is shown by one press, which can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.casework.sources import add_claim
from casefile.store.casebook import Casebook
from casefile.ui.claims_card import ClaimsCard, read_claims
from casefile.ui.page import Desk
from casefile.ui.widgets.chips import Chip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

Add = Callable[..., RecordId]


def claim(book: Casebook, person: RecordId, source: RecordId, field: str, value: str, **more: str) -> RecordId:
    return book.transact(Act.ADD_RECORD, lambda writer: add_claim(writer, person, source, field, value, **more)).value


def card(desk: Desk, person: RecordId, qtbot: QtBot) -> ClaimsCard:
    made = ClaimsCard(desk, desk.read(lambda reader: read_claims(reader, person)))
    qtbot.addWidget(made)
    return made


def texts(made: ClaimsCard) -> list[str]:
    return [one.text() for one in made.findChildren(QLabel)]


def buttons(made: ClaimsCard) -> dict[str, QPushButton]:
    return {one.accessibleName(): one for one in made.findChildren(QPushButton)}


def test_values_of_a_field_are_told_in_words_and_not_as_they_are_stored(
    desk: Desk, book: Casebook, add: Add, qtbot: QtBot
) -> None:
    person = add("person", shown_name="Aisha Example", birth_date="1990")
    source = add("source", title="A passport", source_kind="testimony")
    claim(book, person, source, "birth_date", "1991-03-04")
    claim(book, person, source, "sex", "female")
    said = texts(card(desk, person, qtbot))
    assert {"4 March 1991", "Female", "Born", "Sex"} <= set(said)
    assert not {"1991-03-04", "female", "birth_date"} & set(said)


def test_fields_of_which_sources_differ_are_marked_and_come_first(
    desk: Desk, book: Casebook, add: Add, qtbot: QtBot
) -> None:
    person = add("person", shown_name="Aisha Example")
    source = add("source", title="A passport", source_kind="testimony")
    other = add("source", title="A neighbour", source_kind="testimony")
    claim(book, person, source, "sex", "female")
    claim(book, person, source, "birth_date", "1991")
    claim(book, person, other, "birth_date", "1992")
    fields = desk.read(lambda reader: read_claims(reader, person))
    assert [(one.label, one.differ) for one in fields] == [("Born", True), ("Sex", False)]
    made = card(desk, person, qtbot)
    assert [one.accessibleName() for one in made.findChildren(Chip)] == ["sources differ"]


def test_one_press_shows_a_value_in_its_field_and_an_undo_takes_it_back(
    desk: Desk, book: Casebook, add: Add, said: Said, qtbot: QtBot
) -> None:
    person = add("person", shown_name="Aisha Example", birth_date="1990")
    source = add("source", title="A passport", source_kind="testimony")
    claim(book, person, source, "birth_date", "1991")
    buttons(card(desk, person, qtbot))["Show “1991” in the field Born"].click()
    assert book.read(lambda reader: reader.get(person)).text("birth_date") == "1991"
    assert said.lines == ["chose which source’s value is shown"]
    made = card(desk, person, qtbot)
    assert "shown in the field" in [one.accessibleName() for one in made.findChildren(Chip)]
    assert not any(name.startswith("Show “") for name in buttons(made))
    book.undo()
    assert book.read(lambda reader: reader.get(person)).text("birth_date") == "1990"


def test_a_source_opens_from_what_it_says(desk: Desk, book: Casebook, add: Add, said: Said, qtbot: QtBot) -> None:
    person = add("person", shown_name="Aisha Example")
    source = add("source", title="A passport", source_kind="testimony")
    claim(book, person, source, "", "", quote="She was seen there.")
    made = card(desk, person, qtbot)
    assert {"Of the record as a whole", "She was seen there."} <= set(texts(made))
    buttons(made)["A passport"].click()
    assert said.opened == [("source", source)]


def test_nothing_is_offered_where_nothing_is_said(desk: Desk, add: Add, qtbot: QtBot) -> None:
    made = card(desk, add("person", shown_name="Aisha Example"), qtbot)
    assert "No source is noted here yet." in texts(made)
    assert buttons(made) == {}
