from __future__ import annotations

from functools import partial

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.casework.custody import record_custody
from casefile.casework.events import add_event, involve
from casefile.casework.figures import add_figure, board, named_people
from casefile.casework.people import add_person
from casefile.casework.record import Value
from casefile.casework.sources import add_source
from casework.memory_book import MemoryBook


@pytest.fixture
def zhanaozen(book: MemoryBook) -> RecordId:
    return add_event(book, "Unrest in Zhanaozen", began="2011-12-16")


def test_the_board_of_the_statement_shows_official_and_unofficial_figures_side_by_side(
    book: MemoryBook, zhanaozen: RecordId
) -> None:
    statement = add_source(book, "IPHR statement")
    official = partial(
        add_figure,
        book,
        zhanaozen,
        source=statement,
        attributed_to="official information",
        official="yes",
        as_of="2011-12-18",
    )
    boy: dict[str, Value] = {"how_many": "1", "who": "16-year-old boy"}
    woman: dict[str, Value] = {"how_many": "1", "who": "37-year-old woman"}
    killed = official("killed", "14", parts=[boy, woman])
    official("wounded", "over 80")
    add_figure(
        book,
        zhanaozen,
        "killed",
        ">>",
        than=killed,
        source=statement,
        attributed_to="unofficial sources",
        official="no",
    )
    shown = board(book, zhanaozen)
    assert [(column.title, column.as_of, column.official) for column in shown.columns] == [
        ("official information", "2011-12-18", "yes"),
        ("unofficial sources", "", "no"),
    ]
    dead, wounded = shown.rows
    assert (dead.counted, dead.differs, wounded.counted, wounded.differs) == ("killed", True, "wounded", False)
    assert [cell.how_many for cell in dead.cells[0]] == ["14"]
    assert [part.who for part in dead.cells[0][0].of_whom] == ["16-year-old boy", "37-year-old woman"]
    assert [(cell.how_many, cell.than) for cell in dead.cells[1]] == [(">>", "14")]
    assert wounded.cells[1] == ()


def test_a_part_takes_its_source_and_date_from_the_whole(book: MemoryBook, zhanaozen: RecordId) -> None:
    source = add_source(book, "S")
    whole = add_figure(
        book,
        zhanaozen,
        "wounded",
        "12",
        parts=[{"counted": "died_later", "how_many": "1"}],
        source=source,
        as_of="2011-12-17",
        official="yes",
    )
    (part,) = book.of("figure", part_of=whole)
    assert (part.text("counted"), part.link("source"), part.text("as_of")) == ("died_later", source, "2011-12-17")


def test_considerably_more_needs_the_figure_it_is_more_than(book: MemoryBook, zhanaozen: RecordId) -> None:
    with pytest.raises(UserError) as refused:
        add_figure(book, zhanaozen, "killed", ">>")
    assert [problem.field for problem in refused.value.problems] == ["than"]


def test_a_figure_is_neither_its_own_part_nor_compared_with_itself(book: MemoryBook, zhanaozen: RecordId) -> None:
    whole = add_figure(book, zhanaozen, "wounded", "12")
    part = add_figure(book, zhanaozen, "wounded", "1", part_of=whole)
    for wrong in ({"part_of": whole}, {"part_of": part}, {"than": whole}):
        with pytest.raises(UserError):
            book.update(whole, dict(wrong))


def test_a_part_is_about_the_same_event(book: MemoryBook, zhanaozen: RecordId) -> None:
    elsewhere = add_figure(book, add_event(book, "Shetpe"), "wounded", "12")
    with pytest.raises(UserError) as refused:
        add_figure(book, zhanaozen, "wounded", "1", part_of=elsewhere)
    assert [problem.field for problem in refused.value.problems] == ["part_of"]


def test_a_figure_that_was_put_aside_is_not_on_the_board(book: MemoryBook, zhanaozen: RecordId) -> None:
    book.archive(add_figure(book, zhanaozen, "killed", "14"))
    assert board(book, zhanaozen).rows == ()


def test_a_part_whose_whole_was_put_aside_stands_for_itself(book: MemoryBook, zhanaozen: RecordId) -> None:
    whole = add_figure(book, zhanaozen, "wounded", "12", parts=[{"how_many": "1"}])
    book.archive(whole)
    assert [cell.how_many for row in board(book, zhanaozen).rows for cell in row.cells[0]] == ["1"]


def test_our_own_list_of_names_stands_beside_the_figures(book: MemoryBook, zhanaozen: RecordId) -> None:
    shot, died, held, hurt, seen = (add_person(book, name) for name in ("Shot", "Died", "Held", "Hurt", "Seen"))
    involve(book, zhanaozen, "killed", person=shot)
    involve(book, zhanaozen, "injured", person=died, outcome="later_died")
    involve(book, zhanaozen, "injured", person=hurt)
    involve(book, zhanaozen, "witness", person=seen)
    record_custody(book, held, "2011-12-16", event=zhanaozen)
    book.insert("death", person=shot, event=zhanaozen)
    assert named_people(book, zhanaozen) == {"killed": (shot, died), "wounded": (died, hurt), "detained": (held,)}
    add_figure(book, zhanaozen, "killed", "14")
    rows = {row.counted: row for row in board(book, zhanaozen).rows}
    assert list(rows) == ["killed", "wounded", "detained"]
    assert rows["killed"].named == (shot, died)
    assert rows["detained"].cells == ((),)


def test_columns_stand_in_the_order_of_their_dates(book: MemoryBook, zhanaozen: RecordId) -> None:
    for attributed, as_of in (("late", "2011-12-20"), ("undated", ""), ("early", "2011-12-17")):
        add_figure(book, zhanaozen, "detained", "1", attributed_to=attributed, as_of=as_of)
    assert [column.title for column in board(book, zhanaozen).columns] == ["early", "late", "undated"]
