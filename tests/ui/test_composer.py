from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.store.casebook import Casebook
from casefile.ui.composer import Composer
from casefile.ui.page import Desk
from casefile.ui.widgets.cards import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

    Add = Callable[..., RecordId]


@pytest.fixture
def composer(desk: Desk, qtbot: QtBot) -> Iterator[Composer]:
    made = Composer(desk)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    stop = desk.casebook.subscribe(made.changed)
    yield made
    stop()


@pytest.fixture
def held(add: Add) -> RecordId:
    """Somebody held, who may be named to all; invented, like all of this."""
    person = add("person", shown_name="Жанар Примерова")
    add("consent", person=person, given_on="2026-01-05", may_name_in_public="yes")
    add("custody", person=person, arrested="2026-05-01")
    return person


def pages(composer: Composer) -> str:
    return " ".join(composer.preview.text(number + 1) for number in range(composer.preview.pages)).replace("\r\n", " ")


def shows(composer: Composer, text: str) -> Callable[[], bool]:
    return lambda: text in pages(composer)


def said_in(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(type(label(""))) if one.isVisible())


def test_nothing_can_be_made_before_somebody_is_chosen(composer: Composer) -> None:
    composer.draw()
    assert not composer.make_button.isEnabled()
    assert "About whom?" in said_in(composer)


def test_the_pages_follow_the_typing(composer: Composer, held: RecordId, qtbot: QtBot) -> None:
    composer.compose_about([held])
    qtbot.waitUntil(shows(composer, "Concerning: Жанар Примерова"))
    composer.text.signer.setText("Training Office")
    qtbot.waitUntil(shows(composer, "Training Office"))
    assert composer.make_button.isEnabled()


def test_the_pages_follow_the_record(composer: Composer, held: RecordId, book: Casebook, qtbot: QtBot) -> None:
    composer.compose_about([held])
    qtbot.waitUntil(shows(composer, "1 May 2026"))
    (custody,) = book.read(lambda reader: reader.of("custody"))
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(custody.id, {"arrested": "2026-05-03"}))
    qtbot.waitUntil(shows(composer, "3 May 2026"))


def test_a_section_that_is_not_ticked_is_not_drawn(composer: Composer, held: RecordId, qtbot: QtBot) -> None:
    composer.compose_about([held])
    qtbot.waitUntil(shows(composer, "We ask you"))
    next(one for one in composer.text.sections if one.name == "requests").tick.setChecked(False)
    qtbot.waitUntil(lambda: composer.preview.pages > 0 and "We ask you" not in pages(composer))


def test_sources_cannot_be_left_out(composer: Composer, held: RecordId) -> None:
    composer.compose_about([held])
    ticks = {one.name: one.tick.isEnabled() for one in composer.text.sections}
    assert ticks["arrest"]
    assert not ticks["sources"]


def test_a_sentence_written_anew_stays_linked(composer: Composer, held: RecordId, qtbot: QtBot) -> None:
    composer.compose_about([held])
    opening = next(one for one in composer.text.sections if one.name == "opening")
    opening.editor.setPlainText("Taken on {custody.arrested}: {name}.")
    qtbot.waitUntil(shows(composer, "Taken on 1 May 2026: Жанар Примерова."))


def test_a_field_that_cannot_be_printed_is_said_at_its_section(
    composer: Composer, held: RecordId, qtbot: QtBot
) -> None:
    composer.compose_about([held])
    qtbot.waitUntil(shows(composer, "Concerning"))
    opening = next(one for one in composer.text.sections if one.name == "opening")
    opening.editor.setPlainText("Born {person.nothing}.")
    qtbot.waitUntil(lambda: "nothing" in said_in(opening))
    assert composer.preview.pages == 0
    assert not composer.make_button.isEnabled()


def test_typed_words_that_name_somebody_withheld_are_refused_and_nothing_old_stays_shown(
    composer: Composer, held: RecordId, add: Add, qtbot: QtBot
) -> None:
    other = add("person", shown_name="Айгүл Сатпаева")
    add("lawyer_access", person=held, lawyer=other, outcome="refused")
    composer.compose_about([held])
    qtbot.waitUntil(shows(composer, "Concerning"))
    assert "Айгүл Сатпаева" in said_in_all(composer)
    composer.text.signer.setText("Сатпаева")
    qtbot.waitUntil(lambda: composer.preview.pages == 0)
    assert "names somebody who has not agreed" in said_in(composer)
    assert not composer.make_button.isEnabled()


def said_in_all(composer: Composer) -> str:
    return "\n".join(one.accessibleName() for one in composer.naming.findChildren(type(composer.make_button)))


def test_what_was_asked_for_before_is_not_shown_any_more(composer: Composer, held: RecordId, qtbot: QtBot) -> None:
    composer.compose_about([held])
    composer.text.signer.setText("First hand")
    composer.draw()
    composer.text.signer.setText("Second hand")
    composer.draw()
    qtbot.waitUntil(shows(composer, "Second hand"))
    qtbot.wait(50)
    assert "First hand" not in pages(composer)


def test_the_language_of_the_dossier_is_not_that_of_the_app(composer: Composer, held: RecordId, qtbot: QtBot) -> None:
    composer.compose_about([held])
    composer.choice.choose(language_code="ru")
    qtbot.waitUntil(shows(composer, "О деле: Жанар Примерова"))


def test_only_templates_that_can_be_about_them_are_offered(composer: Composer, held: RecordId, add: Add) -> None:
    def offered() -> set[str]:
        box = composer.choice.template
        return {str(box.itemData(number)) for number in range(box.count())}

    composer.choice.show_about([held])
    assert "letter" in offered()
    assert "statement" not in offered()
    composer.choice.show_about([add("event", title="A rally")])
    assert "statement" in offered()
    assert "letter" not in offered()
    composer.choice.show_about([held, add("person", shown_name="Another")])
    assert offered() == {"access-report", "detainees"}


def test_a_gap_of_a_form_leads_to_the_field_that_fills_it(
    composer: Composer, held: RecordId, said: Said, qtbot: QtBot
) -> None:
    composer.compose_about([held])
    composer.choice.choose(template="wgad")
    qtbot.waitUntil(lambda: composer.meter.missing > 0)
    assert composer.tabs.tabText(1) == f"Missing ({composer.meter.missing})"
    draft = composer._draft
    assert draft is not None
    number = next(place for place, one in enumerate(draft.asked) if one.gaps)
    composer.meter.mend.emit(number, 0)
    (form,) = said.forms
    assert (form.kind, form.field) == (draft.asked[number].gaps[0].kind, draft.asked[number].gaps[0].field)


def test_a_gap_without_a_record_begins_one_that_belongs_there(
    composer: Composer, held: RecordId, book: Casebook, said: Said, qtbot: QtBot
) -> None:
    composer.compose_about([held])
    composer.choice.choose(template="wgad")
    qtbot.waitUntil(lambda: composer.meter.missing > 0)
    draft = composer._draft
    assert draft is not None
    places = [
        (line, gap)
        for line, one in enumerate(draft.asked)
        for gap, found in enumerate(one.gaps)
        if found.kind == "safeguard" and not found.record
    ]
    if not places:
        places = [
            (line, gap)
            for line, one in enumerate(draft.asked)
            for gap, found in enumerate(one.gaps)
            if not found.record
        ]
    composer.meter.mend.emit(*places[0])
    (form,) = said.forms
    (custody,) = book.read(lambda reader: reader.of("custody"))
    assert set(form.given.values()) & {held, custody.id}


def test_a_date_that_cannot_be_read_is_said(composer: Composer, held: RecordId, qtbot: QtBot) -> None:
    composer.compose_about([held])
    composer.details.dated.setText("32 December")
    qtbot.waitUntil(lambda: "one of them cannot be read" in said_in(composer))
    assert composer.request() is None


def test_the_drawn_file_is_checked_a_moment_later(composer: Composer, held: RecordId, qtbot: QtBot) -> None:
    composer.compose_about([held])
    qtbot.waitUntil(lambda: composer.state.text().startswith("Checked"))
