"""The model of merging, tried by hand: each rule with the smallest history that shows it."""

from __future__ import annotations

from typing import Any

import pytest

from properties.merge_oracle import ERASE, ERASE_FIELDS, INSERT, WRITE, Node, Prose, Replica, Schema

SCHEMA: Schema = {"boat": {"called": "", "story": Prose(), "crew": frozenset(), "masts": None, "archived": 0}}
RECORD = b"boat"


def change(name: str, parents: str = "", verb: int = WRITE, **fields: Any) -> Node:
    """A change named by one letter, as its parents are; each is an act of its own."""
    above = frozenset(letter.encode() for letter in parents)
    return Node(name.encode(), name.encode(), "boat", RECORD, above, verb, fields)


def replica(*nodes: Node) -> Replica:
    """One that took all this in one merge; later letters have later times."""
    made = Replica(SCHEMA)
    taken = made.merge(b"past", [nodes], stamps(*nodes))
    assert not taken.waiting
    return made


def stamps(*nodes: Node) -> dict[bytes, int]:
    return {node.act: node.act[0] for node in nodes}


def value(of: Replica, name: str) -> Any:
    values = of.state(RECORD).values
    assert values is not None
    return values[name]


def letters(nodes: Any) -> str:
    return b"".join(sorted(nodes)).decode()


BEGUN = change("a", verb=INSERT, called="Aisha", masts=1)


def test_the_later_of_two_that_knew_each_other_counts_whatever_the_clocks_say() -> None:
    made = replica(BEGUN, change("z", "a", masts=2), change("b", "z", masts=3))
    assert value(made, "masts") == 3
    assert made.conflicts() == {}
    assert letters(made.state(RECORD).heads) == "b"


def test_two_values_written_apart_are_a_conflict_that_shows_the_later_one() -> None:
    made = replica(BEGUN, change("b", "a", masts=2), change("c", "a", masts=3))
    assert made.conflicts() == {(RECORD, "masts"): {2, 3}}
    assert value(made, "masts") == 3
    assert letters(made.state(RECORD).heads) == "bc"


def test_the_same_value_written_apart_is_no_conflict() -> None:
    assert replica(BEGUN, change("b", "a", masts=2), change("c", "a", masts=2)).conflicts() == {}


def test_fields_written_apart_are_both_kept() -> None:
    made = replica(BEGUN, change("b", "a", masts=2), change("c", "a", called="Bolat"))
    assert (value(made, "masts"), value(made, "called"), made.conflicts()) == (2, "Bolat", {})


def test_a_decision_is_logged_also_for_the_value_shown_and_an_edit_is_not() -> None:
    made = replica(BEGUN, change("b", "a", masts=2), change("c", "a", masts=3))
    assert made.edit(RECORD, {"masts": 3}) == {}
    decided = made.decision(RECORD, {"masts": 3})
    assert decided == {"masts": 3}
    made.add(change("d", "bc", **decided), 1)
    assert made.conflicts() == {}


def test_what_is_written_here_knows_all_there_is() -> None:
    made = replica(BEGUN, change("b", "a", masts=2), change("c", "a", masts=3))
    with pytest.raises(AssertionError):
        made.add(change("d", "b", masts=4), 1)


def test_an_element_put_in_apart_from_its_removal_stays() -> None:
    made = replica(
        change("a", verb=INSERT, crew={"+": ["x", "y"]}),
        change("b", "a", crew={"+": [], "-": ["x", "y"]}),
        change("c", "a", crew={"+": [], "-": ["x"]}),
        change("d", "c", crew={"+": ["x"], "-": []}),
    )
    assert value(made, "crew") == ("x",)
    assert made.conflicts() == {}


def test_putting_aside_beside_work_is_a_conflict_until_somebody_who_knows_both_decides() -> None:
    made = replica(BEGUN, change("b", "a", archived=1), change("c", "a", masts=2), change("d", "bc", masts=3))
    assert made.conflicts() == {(RECORD, "archived"): {1}}
    made.add(change("e", "d", archived=1), 1)
    assert made.conflicts() == {}


def test_paragraphs_that_do_not_touch_are_put_together_and_others_are_not() -> None:
    begun = change("a", verb=INSERT, story="one\n\ntwo")
    apart = replica(begun, change("b", "a", story="ONE\n\ntwo"), change("c", "a", story="one\n\nTWO"))
    assert (value(apart, "story"), apart.conflicts()) == ("ONE\n\nTWO", {})
    same = replica(begun, change("b", "a", story="ONE\n\ntwo"), change("c", "a", story="Eins\n\ntwo"))
    assert len(same.conflicts()[RECORD, "story"]) == 2
    nothing_before = replica(BEGUN, change("b", "a", story="one"), change("c", "a", story="two"))
    assert len(nothing_before.conflicts()[RECORD, "story"]) == 2


def test_an_erased_record_has_no_row_and_no_values_before_beside_or_after() -> None:
    made = replica(BEGUN, change("b", "a", verb=ERASE), change("c", "a", masts=2), change("d", "c", masts=3))
    assert made.rows() == {}
    assert made.conflicts() == {}
    assert all(node.fields == {} for node in made.log.values())
    assert letters(made.state(RECORD).heads) == "bd"


def test_of_an_erased_field_only_what_knew_the_erasure_is_seen_or_kept() -> None:
    made = replica(
        BEGUN,
        change("b", "a", verb=ERASE_FIELDS, called=None),
        change("c", "a", called="beside", masts=2),
        change("d", "b", called="after"),
    )
    assert (value(made, "called"), value(made, "masts"), made.conflicts()) == ("after", 2, {})
    assert {one: set(node.fields) for one, node in made.log.items()} == {
        b"a": {"masts"},
        b"b": {"called"},
        b"c": {"masts"},
        b"d": {"called"},
    }


def test_a_verb_unknown_here_is_carried_and_writes_nothing() -> None:
    made = replica(BEGUN, change("b", "a", verb=9, masts=7))
    assert value(made, "masts") == 1
    assert letters(made.state(RECORD).heads) == "b"


def test_a_kind_unknown_here_is_carried_and_has_no_row() -> None:
    made = Replica(SCHEMA)
    vessel = Node(b"v", b"v", "vessel", b"other", frozenset(), INSERT, {"sails": 3})
    made.merge(b"m", [[vessel]], {b"v": 1})
    assert made.rows() == {}
    assert made.log == {b"v": vessel}


def test_what_came_without_its_ancestors_waits_for_them_in_any_order() -> None:
    made = Replica(SCHEMA)
    last, middle = change("c", "b", masts=3), change("b", "a", masts=2)
    for number, node in enumerate([last, BEGUN]):
        made.merge(bytes([number]), [[node]], stamps(node))
    assert (letters(made.log), letters(made.waiting), value(made, "masts")) == ("a", "c", 1)
    made.merge(b"m", [[middle]], stamps(middle))
    assert (letters(made.log), letters(made.waiting), value(made, "masts")) == ("abc", "", 3)


def test_of_a_record_with_a_known_erasure_nothing_waits() -> None:
    made = Replica(SCHEMA)
    waiting = change("d", "c", masts=4)
    made.merge(b"m", [[waiting]], stamps(waiting))
    erasure = change("b", "a", verb=ERASE)
    made.merge(b"n", [[BEGUN, erasure]], stamps(BEGUN, erasure))
    assert made.waiting == {}
    taken = made.merge(b"o", [[waiting]], stamps(waiting))
    assert (made.waiting, letters(taken.dropped)) == ({}, "d")


def came_and_gone(*went_on: Node) -> Replica:
    """An own boat, edited elsewhere twice; somebody may have gone on from there; then the merge is undone."""
    made = replica(BEGUN)
    edits = change("b", "a", masts=2), change("c", "b", masts=3)
    made.merge(b"m", [edits], stamps(*edits))
    for node in went_on:
        made.merge(b"later", [[node]], stamps(node))
    made.undo_merge(b"m")
    return made


def test_the_undo_of_a_merge_sets_aside_what_it_brought() -> None:
    made = came_and_gone()
    assert (letters(made.log), letters(made.aside), value(made, "masts")) == ("a", "bc", 1)


def test_the_undo_of_a_merge_leaves_what_a_remaining_change_descends_from() -> None:
    made = came_and_gone(change("d", "b", called="Bolat"))
    assert (letters(made.log), letters(made.aside)) == ("abd", "c")


def test_the_undo_of_a_merge_leaves_erasures_with_what_they_knew() -> None:
    made = replica(BEGUN)
    news = change("b", "a", masts=2), change("c", "b", verb=ERASE)
    made.merge(b"m", [news], stamps(*news))
    gone, stay = made.undo_merge(b"m")
    assert (letters(gone), letters(stay)) == ("", "bc")


def test_what_was_set_aside_comes_back_when_it_or_a_descendant_of_it_arrives() -> None:
    made = came_and_gone()
    new = change("d", "b", called="Bolat")
    made.merge(b"n", [[new]], stamps(new))
    assert (letters(made.log), letters(made.aside)) == ("abd", "c")


def test_what_waits_does_not_call_back_what_was_set_aside() -> None:
    made = replica(BEGUN)
    aside, missing, waiting = change("b", "a", masts=2), change("x", "a", called="x"), change("c", "bx", masts=3)
    made.merge(b"m", [[aside]], stamps(aside))
    made.merge(b"n", [[waiting]], stamps(waiting))
    made.undo_merge(b"m")
    made.merge(b"o", [[missing]], stamps(missing))
    assert (letters(made.log), letters(made.waiting), letters(made.aside)) == ("ax", "c", "b")
    made.merge(b"p", [[waiting]], stamps(waiting))
    assert (letters(made.log), letters(made.waiting), letters(made.aside)) == ("abcx", "", "")


def test_the_undo_of_that_undo_brings_all_of_it_back() -> None:
    made = came_and_gone()
    made.redo_merge(b"m")
    assert (letters(made.log), letters(made.aside), value(made, "masts")) == ("abc", "", 3)


def test_what_waited_until_the_undone_merge_waits_again_unless_its_ancestors_stay() -> None:
    waiting, missing = change("c", "b", masts=3), change("b", "a", masts=2)
    for goes_on, log, left in ((), "a", "c"), ((change("d", "b", called="x"),), "abcd", ""):
        made = replica(BEGUN)
        made.merge(b"m", [[waiting]], stamps(waiting))
        made.merge(b"n", [[missing]], stamps(missing))
        for node in goes_on:
            made.merge(b"o", [[node]], stamps(node))
        made.undo_merge(b"n")
        assert (letters(made.log), letters(made.waiting)) == (log, left)


def test_undo_of_an_act_sets_back_only_where_it_wrote_last() -> None:
    made = replica(BEGUN, change("b", "a", masts=2, called="Bolat"), change("c", "b", masts=3))
    assert made.undo_values(b"b", RECORD) == ({"called": "Aisha"}, {"masts"})


def test_undo_of_an_insert_puts_aside_unless_somebody_went_on() -> None:
    assert replica(BEGUN).undo_values(b"a", RECORD) == ({"archived": 1}, set())
    assert replica(BEGUN, change("b", "a", masts=2)).undo_values(b"a", RECORD) == ({}, {""})


def test_an_erasure_is_not_undone() -> None:
    assert replica(BEGUN, change("b", "a", verb=ERASE)).undo_values(b"b", RECORD) == ({}, {""})
    assert replica(BEGUN, change("b", "a", verb=ERASE_FIELDS, masts=None)).undo_values(b"b", RECORD) == ({}, {""})


def test_a_copy_goes_its_own_way() -> None:
    one = replica(BEGUN)
    other = one.copy()
    one.add(change("b", "a", masts=2), 1)
    assert letters(other.log) == "a"
