from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from casefile.base.clock import RecordId
from casefile.history.causality import Graph
from casefile.history.log import Change, Verb
from support.boats import BOATS

FACTS = BOATS["boat"].facts


def change(
    name: str, parents: str = "", verb: int = Verb.WRITE, *, stamp: int = 0, act: int = 0, **fields: Any
) -> Change:
    """A change called by one letter, whose parents are letters too; by default later letters have later stamps."""
    return Change(
        id=name.encode() * 16,
        act=act,
        kind="boat",
        record=RecordId(b"r" * 16),
        parents=tuple(sorted(parent.encode() * 16 for parent in parents)),
        verb=verb,
        fields=fields,
        stamp=stamp or ord(name),
    )


BIRTH = change("a", verb=Verb.INSERT, called="Anna", masts=2)


def test_a_later_write_replaces_an_earlier_one() -> None:
    state = Graph([BIRTH, change("b", "a", called="Aliya")], FACTS).state()
    assert state.values["called"] == "Aliya"
    assert state.values["masts"] == 2
    assert not state.conflicts


def test_a_field_never_written_has_its_default() -> None:
    values = Graph([BIRTH], FACTS).state().values
    assert values["story"] == ""
    assert values["crew"] == ()
    assert values["harbour"] == b""


def test_concurrent_different_values_are_a_conflict_that_keeps_both_and_shows_the_later() -> None:
    state = Graph([BIRTH, change("b", "a", called="Left"), change("c", "a", called="Right")], FACTS).state()
    assert [write.value for write in state.conflicts["called"]] == ["Left", "Right"]
    assert state.values["called"] == "Right"
    assert len(state.heads) == 2


def test_the_clock_never_decides_against_ancestry() -> None:
    # The descendant has a clock that is wrong by years; it still replaces what it knew.
    state = Graph([BIRTH, change("b", "a", called="new", stamp=1)], FACTS).state()
    assert state.values["called"] == "new"
    assert not state.conflicts


def test_concurrent_equal_values_are_no_conflict() -> None:
    state = Graph([BIRTH, change("b", "a", masts=3), change("c", "a", masts=3)], FACTS).state()
    assert not state.conflicts


def test_concurrent_writes_of_different_fields_are_both_kept() -> None:
    state = Graph([BIRTH, change("b", "a", called="x"), change("c", "a", masts=9)], FACTS).state()
    assert (state.values["called"], state.values["masts"]) == ("x", 9)
    assert not state.conflicts


def test_a_write_that_knows_both_sides_resolves_a_conflict() -> None:
    changes = [BIRTH, change("b", "a", called="Left"), change("c", "a", called="Right")]
    state = Graph([*changes, change("d", "bc", called="Left")], FACTS).state()
    assert not state.conflicts
    assert state.values["called"] == "Left"


def test_in_a_set_an_element_added_on_one_side_survives_its_removal_on_the_other() -> None:
    birth = change("a", verb=Verb.INSERT, crew={"+": ["x", "y"]})
    removed = change("b", "a", crew={"-": ["x", "y"]})
    added_again = change("d", "c", crew={"+": ["x"]})
    state = Graph([birth, removed, change("c", "a", crew={"-": ["x"]}), added_again], FACTS).state()
    assert state.values["crew"] == ("x",)


def test_archiving_beside_an_edit_is_a_conflict_until_a_later_write_of_archived_knows_both() -> None:
    changes = [BIRTH, change("b", "a", archived=1), change("c", "a", called="edited")]
    assert "archived" in Graph(changes, FACTS).state().conflicts
    settled = Graph([*changes, change("d", "bc", archived=1)], FACTS).state()
    assert "archived" not in settled.conflicts


def test_an_edit_after_archiving_is_no_conflict() -> None:
    changes = [BIRTH, change("b", "a", archived=1), change("c", "b", called="edited")]
    assert not Graph(changes, FACTS).state().conflicts


@pytest.mark.parametrize("where", ["a", "b", "c"])
def test_the_erasure_of_a_record_is_final_before_beside_and_after(where: str) -> None:
    erasure = change("e", where, Verb.ERASE)
    graph = Graph([BIRTH, change("b", "a", called="x"), change("c", "b", called="y"), erasure], FACTS)
    assert not graph.state().exists
    assert not Graph([*graph.changes, change("f", "e", called="after")], FACTS).state().exists


def test_an_erased_field_shows_only_what_was_written_in_knowledge_of_the_erasure() -> None:
    erasure = change("b", "a", Verb.ERASE_FIELDS, called=None)
    beside = change("c", "a", called="beside")
    assert Graph([BIRTH, erasure, beside], FACTS).state().values["called"] == ""
    assert Graph([BIRTH, erasure, change("d", "b", called="after")], FACTS).state().values["called"] == "after"


def test_a_verb_of_a_later_version_is_a_node_that_writes_nothing() -> None:
    unknown = change("b", "a", 77, called="?")
    state = Graph([BIRTH, unknown, change("c", "b", masts=5)], FACTS).state()
    assert state.values["called"] == "Anna"
    assert state.values["masts"] == 5
    assert not state.conflicts


def test_the_order_of_arrival_changes_nothing() -> None:
    changes = [
        BIRTH,
        change("b", "a", called="Left", crew={"+": ["x"]}),
        change("c", "a", called="Right", crew={"+": ["x"]}),
        change("d", "c", crew={"-": ["x"]}),
        change("e", "bd", archived=1),
    ]
    states = [Graph(order, FACTS).state() for order in permutations(changes)]
    assert all(state == states[0] for state in states)


def test_leaving_writes_out_keeps_the_shape_of_the_graph() -> None:
    changes = [BIRTH, change("b", "a", act=7, called="x"), change("c", "b", masts=1)]
    state = Graph(changes, FACTS).state(without=lambda one: one.act == 7)
    assert state.values["called"] == "Anna"
    assert state.values["masts"] == 1
    assert not state.conflicts


def test_a_missing_parent_is_refused() -> None:
    with pytest.raises(ValueError, match="parent"):
        Graph([change("b", "a", called="x")], FACTS)


STORY = change("a", verb=Verb.INSERT, story="one\ntwo\nthree")


def test_texts_edited_in_different_paragraphs_are_shown_together_in_any_order_of_arrival() -> None:
    changes = [STORY, change("b", "a", story="ONE\ntwo\nthree"), change("c", "a", story="one\ntwo\nTHREE")]
    for order in permutations(changes):
        state = Graph(order, FACTS).state()
        assert state.values["story"] == "ONE\ntwo\nTHREE"
        assert not state.conflicts


def test_texts_edited_in_one_paragraph_are_a_conflict_that_keeps_both() -> None:
    changes = [STORY, change("b", "a", story="ONE\ntwo\nthree"), change("c", "a", story="Uno\ntwo\nthree")]
    state = Graph(changes, FACTS).state()
    assert [write.value for write in state.conflicts["story"]] == ["ONE\ntwo\nthree", "Uno\ntwo\nthree"]
    assert state.values["story"] == "Uno\ntwo\nthree"


def test_three_concurrent_texts_are_a_conflict() -> None:
    changes = [STORY, *(change(name, "a", story=f"one\ntwo\nthree\n{name}") for name in "bcd")]
    assert list(Graph(changes, FACTS).state().conflicts) == ["story"]


def test_texts_whose_common_ancestors_disagree_are_a_conflict() -> None:
    # Both sides had read both versions and decided differently: which text theirs were made from, nobody can say.
    changes = [
        STORY,
        change("b", "a", story="x\ntwo\nthree"),
        change("c", "a", story="y\ntwo\nthree"),
        change("d", "bc", story="x\ntwo\nthree\nmore"),
        change("e", "bc", story="z\ntwo\nthree"),
    ]
    assert list(Graph(changes, FACTS).state().conflicts) == ["story"]


def test_lines_of_one_line_fields_are_never_put_together() -> None:
    birth = change("a", verb=Verb.INSERT, called="one\ntwo\nthree")
    changes = [birth, change("b", "a", called="ONE\ntwo\nthree"), change("c", "a", called="one\ntwo\nTHREE")]
    assert list(Graph(changes, FACTS).state().conflicts) == ["called"]


def test_an_erased_text_is_no_ground_to_put_others_together_on() -> None:
    changes = [
        STORY,
        change("b", "a", Verb.ERASE_FIELDS, story=None),
        change("c", "a", story="one\ntwo\nTHREE"),
    ]
    state = Graph(changes, FACTS).state()
    assert state.values["story"] == ""
    assert not state.conflicts


def test_what_was_written_in_an_erased_field_alone_does_not_stand_against_putting_aside() -> None:
    changes = [
        BIRTH,
        change("b", "a", archived=1),
        change("c", "a", called="to be erased"),
        change("d", "c", Verb.ERASE_FIELDS, called=None),
    ]
    for order in permutations(changes):
        assert not Graph(order, FACTS).state().conflicts


def test_one_value_asked_for_is_the_one_of_the_whole_state() -> None:
    changes = [STORY, change("b", "a", story="ONE\ntwo\nthree"), change("c", "a", story="one\ntwo\nTHREE")]
    graph = Graph([*changes, change("d", "b", crew={"+": ["Aliya"], "-": []})], FACTS)
    assert {name: graph.value(name) for name in FACTS} == dict(graph.state().values)
