from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest
from sqlalchemy import Executable, Row, text

from casefile.base.clock import NO_ID, RecordId
from casefile.casework import people_lists
from casefile.casework.consent import record_consent, record_risk, withdraw_consent
from casefile.casework.custody import record_custody
from casefile.casework.events import add_event, involve
from casefile.casework.people import add_name, add_person
from casefile.casework.people_lists import PersonFilter, person_counts, person_ids, person_lines
from casefile.casework.places import add_place
from casework.memory_book import MemoryBook


def names(book: MemoryBook, ids: Sequence[RecordId]) -> list[str]:
    return [line.name for line in person_lines(book, ids)]


def test_people_are_listed_by_name_whatever_the_case_and_nameless_ones_last(book: MemoryBook) -> None:
    for name in ("Berik", "", "aigul", "Daniyar"):
        add_person(book, name, described_as="unnamed")
    assert names(book, person_ids(book)) == ["aigul", "Berik", "Daniyar", "unnamed"]


def test_every_order_lists_everybody_once(book: MemoryBook) -> None:
    for name in ("C", "A", "B"):
        add_person(book, name)
    everybody = sorted(person_ids(book))
    assert len(everybody) == 3
    for order in people_lists.ORDERS:
        assert sorted(person_ids(book, order=order)) == everybody
    assert names(book, person_ids(book, order="newest")) == ["B", "A", "C"]
    assert names(book, person_ids(book, order="reference")) == ["C", "A", "B"]


def test_a_list_by_state_shows_only_that_state(book: MemoryBook) -> None:
    held = add_person(book, "Held")
    record_custody(book, held, "2011-12-16", "criminal")
    add_person(book, "Free")
    assert person_ids(book, PersonFilter(state="in_custody")) == [held]


def test_counts_by_state_leave_out_who_was_put_aside(book: MemoryBook) -> None:
    add_person(book, "A", whereabouts_status="missing")
    add_person(book, "B", whereabouts_status="missing")
    book.archive(add_person(book, "C", whereabouts_status="missing"))
    add_person(book, "D")
    assert person_counts(book) == {"missing": 2, "": 3}


def test_who_was_put_aside_is_listed_apart(book: MemoryBook) -> None:
    kept, aside = add_person(book, "Kept"), add_person(book, "Aside")
    book.archive(aside)
    assert person_ids(book) == [kept]
    assert person_ids(book, PersonFilter(archived=True)) == [aside]


@pytest.mark.parametrize("limit", [2, people_lists._FEW_IDS + 1])
def test_a_search_narrows_the_list_and_keeps_its_order(book: MemoryBook, limit: int) -> None:
    found = [add_person(book, f"P{number:04d}") for number in range(4)]
    wanted = [found[3], found[1], *(RecordId(number.to_bytes(16, "big")) for number in range(limit - 2))]
    assert person_ids(book, PersonFilter(words_ids=wanted)) == [found[1], found[3]]


@pytest.mark.parametrize("order", people_lists.ORDERS)
def test_a_search_narrows_the_list_in_every_order_and_leaves_out_who_was_put_aside(
    book: MemoryBook, order: str
) -> None:
    found = [add_person(book, f"P{number}") for number in (4, 2, 3, 1)]
    book.archive(found[2])
    everybody = [person for person in person_ids(book, order=order) if person != found[0]]
    assert person_ids(book, PersonFilter(words_ids=found[1:]), order) == everybody
    assert found[2] not in everybody


def test_the_newest_come_first_without_those_put_aside(book: MemoryBook) -> None:
    found = [add_person(book, name) for name in ("A", "B", "C")]
    assert person_ids(book, order="newest") == found[::-1]
    book.archive(found[1])
    assert person_ids(book, order="newest") == [found[2], found[0]]
    assert person_ids(book, PersonFilter(archived=True), "newest") == [found[1]]


def test_an_empty_search_result_lists_nobody(book: MemoryBook) -> None:
    add_person(book, "A")
    assert person_ids(book, PersonFilter(words_ids=[])) == []


def test_the_people_of_an_event_are_those_of_its_parts_too(book: MemoryBook) -> None:
    strike = add_event(book, "Strike")
    clashes = add_event(book, "Clashes", parent=strike)
    shot, held, harmed, other = (add_person(book, name) for name in ("Shot", "Held", "Harmed", "Other"))
    involve(book, clashes, "killed", person=shot)
    record_custody(book, held, "2011-12-17", event=clashes)
    book.insert("violation_act", event=clashes, victim=harmed)
    involve(book, add_event(book, "Elsewhere"), "witness", person=other)
    assert set(person_ids(book, PersonFilter(event=strike))) == {shot, held, harmed}
    assert set(person_ids(book, PersonFilter(event=clashes))) == {shot, held, harmed}


def test_the_people_of_a_place_are_those_held_or_last_seen_within_it(book: MemoryBook) -> None:
    region = add_place(book, "Region")
    prison = add_place(book, "Prison", parent=region)
    held, missing, moved, elsewhere = (add_person(book, name) for name in ("Held", "Missing", "Moved", "Elsewhere"))
    record_custody(book, held, "2011-12-16", taken_to=prison)
    book.update(missing, {"whereabouts_status": "missing", "last_seen_place": prison})
    record_custody(book, moved, "2010", taken_to=prison, ended="2011", end_kind="released")
    book.update(elsewhere, {"whereabouts_status": "at_liberty", "last_seen_place": prison})
    assert set(person_ids(book, PersonFilter(place=region))) == {held, missing, moved}


def test_a_line_shows_a_name_in_another_script_but_never_a_pseudonym(book: MemoryBook) -> None:
    person = add_person(book, "Zhanna Bajtelova")
    add_name(book, person, "Жанар", name_kind="publication_pseudonym")
    add_name(book, person, "Jeanne", name_kind="alias")
    assert person_lines(book, [person])[0].other_script == ""
    add_name(book, person, given="Жанна", family="Байтелова")
    assert person_lines(book, [person])[0].other_script == "Жанна Байтелова"


def test_a_line_says_where_a_held_person_is_and_where_a_missing_one_was_seen(book: MemoryBook) -> None:
    prison, square = add_place(book, "Prison"), add_place(book, "Square")
    held, missing, free = (add_person(book, name) for name in ("Held", "Missing", "Free"))
    record_custody(book, held, "2011-12-16", taken_to=prison)
    book.update(missing, {"whereabouts_status": "missing", "last_seen_place": square})
    book.update(free, {"whereabouts_status": "at_liberty", "last_seen_place": square})
    assert [line.where for line in person_lines(book, [held, missing, free])] == ["Prison", "Square", ""]


def test_the_most_pressing_flag_is_shown(book: MemoryBook) -> None:
    calm, pressed, cut_off, silent = (add_person(book, name) for name in "ABCD")
    record_risk(book, calm, "reprisal", "low")
    record_risk(book, pressed, "reprisal", "high")
    record_custody(book, pressed, "2011", incommunicado="yes")
    record_custody(book, cut_off, "2011", incommunicado="yes")
    record_custody(book, calm, "2011", incommunicado="yes", incommunicado_until="2011-12-20")
    withdraw_consent(book, record_consent(book, silent, "2012-01-01"), "2012-02-01")
    flags = [line.flag for line in person_lines(book, [calm, pressed, cut_off, silent])]
    assert flags == ["", "risk", "incommunicado", "consent_withdrawn"]
    assert person_ids(book, PersonFilter(flag="incommunicado")) == [pressed, cut_off]
    assert person_ids(book, PersonFilter(flag="any")) == [pressed, cut_off, silent]


def test_lines_keep_the_order_asked_for_and_skip_who_is_gone(book: MemoryBook) -> None:
    first, second = add_person(book, "First"), add_person(book, "Second")
    assert names(book, [second, NO_ID, first]) == ["Second", "First"]


def test_a_page_of_lines_costs_the_same_number_of_statements_whatever_its_length(book: MemoryBook) -> None:
    ids = [add_person(book, f"Person {number}") for number in range(40)]
    book.statements = 0
    person_lines(book, ids[:1])
    for_one = book.statements
    book.statements = 0
    person_lines(book, ids)
    assert book.statements == for_one <= 6


def test_who_is_invented_for_training_says_so_in_the_list(book: MemoryBook) -> None:
    lines = person_lines(book, [add_person(book, "Real"), add_person(book, "Invented", invented="yes")])
    assert [line.invented for line in lines] == [False, True]


@pytest.mark.parametrize("state", ["", "missing"])
def test_a_list_by_name_is_read_from_an_index_without_sorting(book: MemoryBook, state: str) -> None:
    seen: list[str] = []
    rows = book.rows

    def explain(query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        sql = str(cast("Any", query).compile(compile_kwargs={"literal_binds": True}))
        seen.extend(str(row[-1]) for row in rows(text(f"EXPLAIN QUERY PLAN {sql}"), values))
        return rows(query, values)

    add_person(book, "A", whereabouts_status="missing")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(book, "rows", explain)
        assert len(person_ids(book, PersonFilter(state=state))) == 1
    assert any("USING COVERING INDEX ix_person" in step for step in seen)
    assert not any("TEMP B-TREE" in step for step in seen)
